//! Maps drawn from whole, hostile and scant values.
