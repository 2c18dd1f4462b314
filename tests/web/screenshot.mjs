// Makes the README's picture: the home page on the starter figures.
import { chromium } from "playwright-core";
import { run, serve, temporary } from "./support.mjs";

const archive = temporary();
run(archive, ["demo", "--no-serve"]);
const site = await serve(archive);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
await page.goto(`${site.address}/measures/ae-four-hour/england`);
await page.screenshot({ path: "../../docs/chart.png" });
await page.goto(`${site.address}/`);
await page.screenshot({ path: "../../docs/home.png" });
await browser.close();
site.stop();
process.exit(0);
