// A reader's way through the site in real Chromium: home, measure, body, chart, receipt, source; by
// mouse and by keyboard; axe on every page, at a desktop's and a phone's width; nothing leaves the site.
import { createServer } from "node:http";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";
import { frameworkFiles, realFiles, run, serve, temporary } from "./support.mjs";

const faults = [];
let checks = 0;
const expect = (truth, what) => {
  checks += 1;
  if (!truth) faults.push(what);
};

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

const files = realFiles("browser on the real files");
const archive = temporary();
const framework = files ? frameworkFiles() : [];
if (files) run(archive, ["ingest", "--format", "json", ...files, ...framework]);
else run(archive, ["demo", "--no-serve"]);
const site = await serve(archive);
const browser = await chromium.launch({ executablePath, args: quiet });

async function open(width) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  page.on("request", (request) => {
    if (!request.url().startsWith(site.address) && !request.url().startsWith("data:")) faults.push(`a request left the site: ${request.url()}`);
  });
  page.on("pageerror", (error) => faults.push(`script error on ${page.url()}: ${error}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of 40[04]/.test(message.text())) faults.push(`console on ${page.url()}: ${message.text()}`);
  });
  return page;
}

async function look(page, what) {
  const found = await new AxeBuilder({ page }).analyze();
  const grave = found.violations.filter((violation) => ["serious", "critical"].includes(violation.impact));
  expect(grave.length === 0, `axe on ${what}: ${grave.map((violation) => `${violation.id} at ${violation.nodes[0].target}`).join("; ")}`);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow <= 0, `${what} is ${overflow} pixels wider than the window`);
  expect((await page.locator("h1").count()) === 1, `${what} has not one h1`);
}

// By mouse: home → measure → chart of England → a receipt → its source file.
async function byMouse(width) {
  const page = await open(width);
  await page.goto(`${site.address}/`);
  await look(page, `home at ${width}`);
  await page.getByRole("link", { name: "A&E: within four hours", exact: true }).first().click();
  expect(page.url().endsWith("/measures/ae-four-hour"), `the measure's link led to ${page.url()}`);
  await look(page, `measure at ${width}`);
  await page.getByRole("link", { name: "London", exact: true }).first().click();
  expect(/\/measures\/ae-four-hour\/Y56$/.test(new URL(page.url()).pathname), `the region's link led to ${page.url()}`);
  await look(page, `chart at ${width}`);
  await page.goto(`${site.address}/measures/ae-four-hour/england`);
  expect((await page.locator("svg[role=img] title").count()) > 0, "the chart has a title for a listener");
  await page.getByRole("link", { name: "65.2%" }).first().click();
  expect(page.url().includes("/receipts/ae-four-hour/england/2022-12"), `the figure led to ${page.url()}`);
  const receipt = await page.locator("main").innerText();
  expect(receipt.includes("1,333,914") && receipt.includes("2,045,795"), "the receipt has the sums");
  expect(receipt.includes("aa594d49a599"), "the receipt has the file's SHA-256");
  await look(page, `receipt at ${width}`);
  await page.getByRole("link", { name: /December-2022-revised/ }).first().click();
  expect(page.url().includes("/sources/aa594d49a599"), `the file led to ${page.url()}`);
  await look(page, `source at ${width}`);
  for (const path of ["/bodies/england", "/bodies/QOP", "/data", "/sources", "/search?q=manchester", "/nothing", "/measures/rtt-waiting", "/check"]) {
    await page.goto(site.address + path);
    await look(page, `${path} at ${width}`);
  }
  if (files) {
    await page.goto(`${site.address}/bodies/R0A`);
    await look(page, `a trust at ${width}`);
    expect((await page.locator("h1").innerText()).includes("Manchester"), "a trust has its name");
  }
  await page.context().close();
}

// By keyboard alone: skip to the content, search, open the result, open a figure's receipt.
async function byKeyboard() {
  const page = await open(1280);
  await page.goto(`${site.address}/`);
  await page.keyboard.press("Tab");
  expect(/skip/i.test(await page.evaluate(() => document.activeElement.textContent)), "the first stop is the skip link");
  await page.keyboard.press("Enter");
  expect((await page.evaluate(() => location.hash)) !== "", "the skip link leads to the content");
  await page.goto(`${site.address}/`);
  await press(page, () => document.activeElement.matches("input[name=q]"), "the search box");
  await page.keyboard.type("greater manchester");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search\?q=/);
  await press(page, () => document.activeElement.matches("main a[href='/bodies/QOP']"), "the board among the results");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/bodies\/QOP/);
  await press(page, () => document.activeElement.matches("main a[href^='/receipts/']"), "a figure");
  const ring = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle !== "none" || getComputedStyle(document.activeElement).boxShadow !== "none");
  expect(ring, "the focus can be seen");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/receipts\//);
  await page.context().close();
}

async function press(page, arrived, what) {
  for (let step = 0; step < 200; step += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(arrived)) return;
  }
  throw new Error(`the keyboard never came to ${what} on ${page.url()}`);
}

// From a board that ended to its successor, a series on today's boundaries, and the rows of the parts.
async function acrossAReorganisation(width) {
  const page = await open(width);
  await page.goto(`${site.address}/search?q=cambridgeshire+and+peterborough`);
  await look(page, `search for a board that ended at ${width}`);
  await page.locator("main a[href^='/bodies/QUE']").first().click();
  await look(page, `a board that ended at ${width}`);
  const ended = await page.locator("main").innerText();
  expect(/ended on 31 March 2026/.test(ended), "the board's page says when it ended");
  await page.locator("main a[href^='/bodies/S1Y5D']").first().click();
  expect(new URL(page.url()).pathname === "/bodies/S1Y5D", `the successor's link led to ${page.url()}`);
  await look(page, `a successor at ${width}`);
  await page.goto(`${site.address}/measures/ae-four-hour/S1Y5D?boundaries=2026-04-01`);
  const chart = await page.locator("main").innerText();
  expect(/on the boundaries of 1 April 2026/i.test(chart), "the chart says on whose boundaries it stands");
  await look(page, `a carried chart at ${width}`);
  if (files) {
    await page.locator("main a[href^='/receipts/ae-four-hour/S1Y5D/2022-12']").first().click();
    const receipt = await page.locator("main").innerText();
    expect(receipt.includes("44,621") && receipt.includes("71,953"), "the receipt has the sums of the parts");
    for (const part of ["RD8", "RGN", "RWG", "RWH", "RY4"]) expect(receipt.includes(part), `the receipt names ${part}`);
    await look(page, `a carried receipt at ${width}`);
  }
  await page.context().close();
}

// The oversight framework: from the list to a quarter, to one trust's steps, to a figure's row; what if.
async function theFramework(width) {
  const page = await open(width);
  await page.goto(`${site.address}/frameworks`);
  await look(page, `the frameworks at ${width}`);
  if (framework.length === 0) {
    expect((await page.locator("main").innerText()).includes("Nothing is held yet"), "without a file the page says how to get one");
    await page.goto(`${site.address}/frameworks/nof-2025-26`);
    await look(page, `a framework of which nothing is held at ${width}`);
    await page.context().close();
    return;
  }
  await page.getByRole("link", { name: "Q4 2025/26", exact: true }).first().click();
  expect(page.url().includes("/frameworks/nof-2025-26?quarter=2026-03"), `the quarter's link led to ${page.url()}`);
  await look(page, `a league at ${width}`);
  await page.getByRole("link", { name: /^Dorset Healthcare/ }).first().click();
  expect(new URL(page.url()).pathname === "/frameworks/nof-2025-26/RDY", `the trust's link led to ${page.url()}`);
  await look(page, `a trust's steps at ${width}`);
  const steps = page.url();
  await page.getByRole("link", { name: "2.21", exact: true }).first().click();
  const row = await page.locator("main").innerText();
  expect(row.includes("OF5002") && row.includes("Average metric score"), "the figure leads to its row");
  await look(page, `a row of a kept file at ${width}`);
  await page.goto(steps);
  await page.getByLabel(/ickness/).first().fill("median");
  await page.getByRole("button", { name: "Score it again" }).click();
  const answer = await page.locator("#what-if").innerText();
  expect(answer.includes("The average would be") && answer.includes("Ranks move among the 61 organisations held"), "the what-if has its answer");
  await look(page, `a what-if at ${width}`);
  await page.goto(`${site.address}/frameworks/nof-2025-26/reconciliation`);
  await look(page, `the reconciliation at ${width}`);
  await page.context().close();
}

// From who is off plan, to one system's missed plan, to its receipt, to the person accountable on that date.
async function fromAPromiseToAPerson(width) {
  const page = await open(width);
  await page.goto(`${site.address}/`);
  await page.getByRole("link", { name: "who is off plan or off target" }).click();
  await look(page, `who is off plan at ${width}`);
  await page.goto(`${site.address}/off-plan?year=2023-24`);
  await page.locator("#boards a[href^='/bodies/QOP']").first().click();
  expect(new URL(page.url()).pathname === "/bodies/QOP", `the system's link led to ${page.url()}`);
  const promises = await page.locator("#promises").innerText();
  expect(/Plan of 2023-24/.test(promises) && /missed/.test(promises) && promises.includes("−£180"), "the system's missed plan stands among its promises");
  await look(page, `promises at ${width}`);
  await page.locator("#promises a[href^='/commitments/positions.csv/']").first().click();
  expect(/\/commitments\/positions\.csv\/\d+$/.test(page.url()), `the amount led to ${page.url()}`);
  expect((await page.locator("main").innerText()).includes("What the row says"), "the receipt shows the row");
  await look(page, `a curated row at ${width}`);
  await page.goBack();
  await page.locator("#promises a[href*='/accountability?body=QOP'][href*='year=2023-24']").first().click();
  const way = await page.locator("main").innerText();
  expect(way.includes("31 March 2024"), "who answers is told on the day on which the plan ended");
  expect(/NHS England/.test(way) && /From the target to the person/.test(way), "the way leads up to the national body");
  await look(page, `who answers at ${width}`);
  await page.locator("#way a[href^='/posts/']").first().click();
  await page.waitForURL(/\/posts\/.*on=2024-03-31/);
  expect((await page.locator(".c-tenures a[href^='/people/']").count()) > 0, "the post names its holders");
  for (const path of ["/targets", "/targets/ae-4h-95-standard", "/plans", "/plans/2023-24?injections=off", "/plans/2025-26", "/pledges", "/pledges/hewitt-final", "/accountability", "/claims", "/claims/hewitt-late", "/corrections"]) {
    await page.goto(site.address + path);
    await look(page, `${path} at ${width}`);
  }
  await page.context().close();
}

// From today's briefing to the row of a file; the briefings of other months; what other sites may show.
async function theBriefing(width) {
  const page = await open(width);
  await page.goto(`${site.address}/`);
  const first = page.locator(".c-musts > li").first();
  expect((await first.locator("svg[role=img]").count()) === 1, "a must-read has its small chart");
  await first.locator("summary").click();
  expect(/of 100/.test(await first.locator("details").innerText()), "a must-read says why it is here");
  await look(page, `home with a reason open at ${width}`);
  await first.locator("a[href^='/receipts/']").first().click();
  expect(new URL(page.url()).pathname.startsWith("/receipts/"), `the figure led to ${page.url()}`);
  expect(/SHA-256/.test(await page.locator("main").innerText()), "the receipt names the file");
  if (files) expect((await page.locator("table:has(#rows) tbody tr").count()) > 0, "the receipt shows the rows");
  await page.goto(`${site.address}/briefings`);
  await look(page, `the briefings at ${width}`);
  await page.locator("#months a[href='/briefings/2022-12']").click();
  expect(/By period/.test(await page.locator("main").innerText()), "a briefing by period says so");
  await look(page, `a briefing at ${width}`);
  const december = await page.locator(".c-musts").innerText();
  if (files) expect(december.includes("65.2%"), "December 2022 tells of 65.2 per cent");
  await page.getByRole("link", { name: /^Before:/ }).click();
  expect(/\/briefings\/\d{4}-\d{2}$/.test(page.url()), `the one before is at ${page.url()}`);
  await page.goto(`${site.address}/briefings/2022-12`);
  await page.locator("select#for").selectOption("Y56");
  await page.locator("form:has(select#for) button").click();
  expect(/What changed: London/.test(await page.locator("h1").innerText()), "a region's briefing");
  await look(page, `a region's briefing at ${width}`);
  await page.goto(`${site.address}/briefings/2022-12.html`);
  await look(page, `the mail at ${width}`);
  for (const path of ["/embed/chart/ae-four-hour/england?as_known=2025-08-01", "/embed/figure/ae-four-hour/england/2022-12"]) {
    await page.goto(site.address + path);
    await look(page, `${path} at ${width}`);
    expect(/made on/.test(await page.locator("main").innerText()), `${path} carries its date`);
    expect((await page.locator("script").count()) === 0, `${path} has no script`);
  }
  await page.context().close();
}

// An embed shows in a frame of another site; no other page does.
async function inAFrame() {
  // Another site on loopback: a browser lets no public page frame what runs on this machine.
  const frames = `<!doctype html><title>Elsewhere</title><iframe name="embed" src="${site.address}/embed/figure/ae-four-hour/england/2022-12"></iframe><iframe name="page" src="${site.address}/"></iframe>`;
  const elsewhere = createServer((_, response) => response.setHeader("content-type", "text/html").end(frames));
  await new Promise((ready) => elsewhere.listen(0, "127.0.0.1", ready));
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${elsewhere.address().port}/`, { waitUntil: "load" });
  expect(/65\.2%/.test((await page.frame("embed")?.locator("body").innerText()) ?? ""), "the embed shows in a frame");
  expect(!(await page.frame("page")?.content().catch(() => ""))?.includes("What changed"), "the home page shows in no frame");
  await page.close();
  elsewhere.close();
}

// Without script everything is there.
async function withoutScript() {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${site.address}/measures/ae-four-hour?sort=value&order=asc`);
  expect((await page.locator("table").count()) > 0, "tables without script");
  await page.goto(`${site.address}/targets?year=2023-24&rule=listed&cut=3`);
  expect((await page.locator("h2", { hasText: "cut to 3" }).count()) === 1, "a cut of the targets without script");
  await context.close();
}

try {
  await byMouse(1280);
  await byMouse(390);
  await acrossAReorganisation(1280);
  await acrossAReorganisation(390);
  await fromAPromiseToAPerson(1280);
  await fromAPromiseToAPerson(390);
  await theFramework(1280);
  await theFramework(390);
  await theBriefing(1280);
  await theBriefing(390);
  await inAFrame();
  await byKeyboard();
  await withoutScript();
} catch (error) {
  faults.push(String(error));
}
await browser.close();
site.stop();
faults.forEach((fault) => console.error(fault));
console.log(`browser: ${checks} checks, ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
