// What the scripts share: the command, an archive of the real files, a server on it.
import { spawn, execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const candour = process.env.CANDOUR ?? "candour";
export const realData = process.env.CANDOUR_REAL_DATA ?? "../../../shared/data";

// The real files, or null, said out loud; where they are required, their absence ends the run.
export function realFiles(test) {
  if (existsSync(join(realData, "ae_monthly"))) return [join(realData, "ae_monthly"), join(realData, "rtt"), join(realData, "beds_kh03")];
  if (process.env.CANDOUR_REQUIRE_REAL_DATA) {
    console.error(`${test}: the real published files are required and not in ${realData}`);
    process.exit(1);
  }
  console.error(`SKIPPED ${test}: no real published files in ${realData} (set CANDOUR_REAL_DATA)`);
  return null;
}

// The published files of the NHS Oversight Framework, where they are held.
export function frameworkFiles() {
  const folder = join(realData, "nof");
  return existsSync(folder) ? [folder] : [];
}

export function run(archive, words) {
  return execFileSync(candour, ["--archive", archive, ...words], { maxBuffer: 1 << 30, encoding: "utf8" });
}

export function temporary() {
  const folder = mkdtempSync(join(tmpdir(), "candour-test-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

// Serves an archive on a port of loopback that the system picks; resolves with its address.
export function serve(archive) {
  const child = spawn(candour, ["--archive", archive, "serve", "--address", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "pipe"] });
  process.on("exit", () => child.kill());
  return new Promise((resolve, reject) => {
    let told = "";
    child.on("exit", (code) => reject(new Error(`serve ended with ${code}: ${told}`)));
    child.stderr.on("data", (bytes) => (told += bytes));
    child.stdout.on("data", (bytes) => {
      told += bytes;
      const found = told.match(/http:\/\/[\d.:]+\//);
      if (found) resolve({ address: found[0].replace(/\/$/, ""), stop: () => child.kill() });
    });
  });
}
