use candour_export::ExportError;
use candour_export::table::{Cell, write_csv, write_json};

fn columns(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn cells_keep_their_kinds() {
    let columns = columns(&["=cmd", "n", "x", "t"]);
    let rows = vec![
        vec![
            Cell::Null,
            Cell::Integer(i64::MIN),
            Cell::Real(0.1),
            Cell::Text("-5".to_owned()),
        ],
        vec![
            Cell::Text(String::new()),
            Cell::Integer(0),
            Cell::Real(f64::NEG_INFINITY),
            Cell::Text("a,\"b\"".to_owned()),
        ],
    ];
    let mut out = Vec::new();
    write_csv(&columns, &rows, &mut out).unwrap();
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "'=cmd,n,x,t\n,-9223372036854775808,0.1,'-5\n,0,'-Infinity,\"a,\"\"b\"\"\"\n"
    );
    let mut out = Vec::new();
    write_json(&columns, &rows, &mut out).unwrap();
    assert_eq!(
        String::from_utf8(out).unwrap(),
        concat!(
            r#"[{"=cmd":null,"n":-9223372036854775808,"x":0.1,"t":"-5"},"#,
            r#"{"=cmd":"","n":0,"x":"-Infinity","t":"a,\"b\""}]"#,
            "\n"
        )
    );
}

#[test]
fn a_name_that_comes_twice_loses_no_cell() {
    let rows = vec![(1..=4).map(Cell::Integer).collect::<Vec<_>>()];
    let mut out = Vec::new();
    write_json(&columns(&["n", "n_2", "n", "n"]), &rows, &mut out).unwrap();
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "[{\"n\":1,\"n_2\":2,\"n_3\":3,\"n_4\":4}]\n"
    );
}

#[test]
fn an_answer_without_rows_or_columns_is_an_answer() {
    let mut out = Vec::new();
    write_csv(&columns(&["a", "b"]), &[], &mut out).unwrap();
    write_json(&columns(&["a"]), &[], &mut out).unwrap();
    write_csv(&[], &[], &mut out).unwrap();
    assert_eq!(out, b"a,b\n[]\n");
}

#[test]
fn a_row_with_a_cell_too_many_is_refused() {
    let rows = vec![vec![Cell::Null], vec![Cell::Null, Cell::Null]];
    for write in [write_csv, write_json] {
        let fault = write(&columns(&["a"]), &rows, &mut Vec::new()).unwrap_err();
        assert!(matches!(
            fault,
            ExportError::Ragged {
                row: 2,
                cells: 2,
                columns: 1
            }
        ));
    }
}
