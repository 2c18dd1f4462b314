"""The yardstick for taking an RTT month: the same reading, sums and Parquet with polars.

    pip install polars
    python3 benches/polars_rtt.py EXTRACT.csv OUT.parquet

Reads the full extract, sums every band and total by provider, by board and by treatment function
within each part of the return, and writes the rows as Parquet under Zstandard. It keeps no source,
checks no arithmetic, makes no share or quantile and commits nothing: less than what Candour does.
"""

import sys
import time

import polars


def main(extract: str, out: str) -> None:
    started = time.perf_counter()
    month = polars.read_csv(extract, infer_schema_length=10_000)
    counts = [name for name, kind in month.schema.items() if kind.is_integer()]
    part, function = "RTT Part Type", "Treatment Function Code"
    groups = 0
    for body in (
        "Provider Org Code",
        "Provider Parent Org Code",
        "Commissioner Parent Org Code",
    ):
        groups += month.group_by(body, part, function).agg(polars.col(counts).sum()).height
    month.write_parquet(out, compression="zstd", compression_level=1)
    print(f"{month.height} rows, {groups} groups, {time.perf_counter() - started:.3f} s")


if __name__ == "__main__":
    main(*sys.argv[1:])
