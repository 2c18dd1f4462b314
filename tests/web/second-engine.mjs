// Every measure of the real files, recomputed by DuckDB from the Parquet through the SQL that
// `candour measures --sql` prints: counts exactly, shares from exact counts, quantiles within 1e-9.
import { DuckDBInstance } from "@duckdb/node-api";
import { realFiles, run, temporary } from "./support.mjs";

const files = realFiles("second-engine");
if (files) {
  const archive = temporary();
  run(archive, ["ingest", "--format", "json", ...files]);
  const engine = await DuckDBInstance.create(":memory:");
  const connection = await engine.connect();
  const measures = JSON.parse(run(archive, ["measures", "--format", "json"])).map((measure) => measure.id);
  let compared = 0;
  const faults = [];
  for (const measure of measures) {
    const reader = await connection.runAndReadAll(run(archive, ["measures", "--sql", measure]));
    const key = (row) => [row.level, row.basis, row.body, row.treatment_function ?? "", row.period].join("|");
    const theirs = new Map(reader.getRowObjectsJson().map((row) => [key(row), row]));
    const ours = JSON.parse(run(archive, ["sql", "--format", "json", `SELECT level, basis, body, treatment_function, period, numerator, denominator, value, status, is_over FROM figures WHERE measure = '${measure}' AND status IN ('reported', 'partial')`]));
    for (const row of ours) {
      const other = theirs.get(key(row));
      const whole = (cell) => (cell === null || cell === undefined ? null : Number(cell));
      const same =
        other !== undefined &&
        whole(other.numerator) === row.numerator &&
        whole(other.denominator) === row.denominator &&
        (row.value === null ? other.value === null : Math.abs(Number(other.value) - row.value) <= 1e-9);
      if (!same) faults.push(`${measure} ${key(row)}: ours ${JSON.stringify(row)}, DuckDB's ${JSON.stringify(other ?? null)}`);
      theirs.delete(key(row));
      compared += 1;
    }
    for (const [left, row] of theirs) {
      if (row.value !== null) faults.push(`${measure} ${left}: DuckDB has ${row.value}, the archive nothing`);
    }
    if (ours.length === 0) faults.push(`${measure}: nothing to compare`);
  }
  faults.slice(0, 20).forEach((fault) => console.error(fault));
  console.log(`second engine: ${compared} figures of ${measures.length} measures compared, ${faults.length} differ`);
  process.exit(faults.length === 0 && compared > 0 ? 0 : 1);
}
