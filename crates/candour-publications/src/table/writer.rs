use std::io;

use candour_core::{Batch, Month, TextColumn};

use super::Texts;
use crate::Sink;

/// Rows in a batch.
const BATCH: usize = 16 * 1024;

/// Rows that are turned from rows into columns at once. Sixteen counts fill a cache line, and
/// sixteen rows of the widest table fit in the nearest cache.
const BLOCK: usize = 16;

/// Passes rows on to a sink in batches.
pub(crate) struct Writer<'a> {
    sink: &'a mut dyn Sink,
    batch: Batch,
    texts: usize,
    present: Vec<bool>,
    /// Up to [`BLOCK`] rows of counts, row after row.
    block: Vec<i32>,
    period: Option<Month>,
    rows: u64,
}

impl<'a> Writer<'a> {
    /// A writer of rows with `texts` text columns, of whose count columns the layout has those
    /// that are `present`.
    pub(crate) fn new(sink: &'a mut dyn Sink, texts: usize, present: Vec<bool>) -> Self {
        let mut writer = Self {
            batch: Batch::default(),
            sink,
            texts,
            block: Vec::with_capacity(BLOCK * present.len()),
            present,
            period: None,
            rows: 0,
        };
        writer.renew();
        writer
    }

    /// Sets the period of the file.
    pub(crate) const fn set_period(&mut self, period: Month) {
        self.period = Some(period);
    }

    /// How many rows there were.
    pub(crate) const fn rows(&self) -> u64 {
        self.rows
    }

    /// Adds a row. Whoever does so sees to it that a [full](Self::full) batch is flushed.
    pub(crate) fn row(&mut self, line: u32, ids: &[u32], counts: &[i32]) {
        self.rows += 1;
        self.batch.rows.push(line);
        for (column, id) in self.batch.texts.iter_mut().zip(ids) {
            column.ids.push(*id);
        }
        self.block.extend_from_slice(counts);
        if self.block.len() >= BLOCK * self.present.len() {
            self.turn();
        }
    }

    /// Whether the batch is full.
    pub(crate) const fn full(&self) -> bool {
        self.batch.rows.len() >= BATCH
    }

    /// Passes the batch on, with the texts that it speaks of.
    ///
    /// # Errors
    /// Where the sink fails.
    pub(crate) fn flush(&mut self, texts: &mut Texts) -> io::Result<()> {
        self.turn();
        if self.batch.rows.is_empty() {
            return Ok(());
        }
        self.batch.period = self.period;
        for (index, column) in self.batch.texts.iter_mut().enumerate() {
            column.dictionary = texts.dictionary(index);
        }
        let batch = std::mem::take(&mut self.batch);
        self.sink.batch(batch)?;
        self.renew();
        Ok(())
    }

    /// Forgets the rows of the batch: the file is refused, and only its faults are still of use.
    pub(crate) fn drop_batch(&mut self) {
        self.block.clear();
        self.batch.rows.clear();
        self.batch
            .texts
            .iter_mut()
            .for_each(|column| column.ids.clear());
        self.batch.counts.iter_mut().for_each(Vec::clear);
    }

    /// Takes a spare batch from the sink, or a new one, and gives it its shape.
    fn renew(&mut self) {
        let mut batch = self.sink.spare();
        batch.rows.clear();
        batch.texts.resize_with(self.texts, TextColumn::default);
        batch.texts.truncate(self.texts);
        batch.texts.iter_mut().for_each(|column| column.ids.clear());
        batch.counts.resize_with(self.present.len(), Vec::new);
        batch.counts.truncate(self.present.len());
        batch.counts.iter_mut().for_each(Vec::clear);
        self.batch = batch;
    }

    /// Turns the rows of the block into columns.
    fn turn(&mut self) {
        let width = self.present.len();
        if self.block.is_empty() {
            return;
        }
        for (index, column) in self.batch.counts.iter_mut().enumerate() {
            if self.present[index] {
                column.extend(self.block[index..].iter().step_by(width));
            }
        }
        self.block.clear();
    }
}
