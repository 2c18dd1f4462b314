//! A small HTTP server on this machine that receives webhooks, and can misbehave.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

/// What it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    /// This number, with these further header lines.
    Status(u16, String),
    /// Nothing, for a minute.
    Nothing,
    /// 200, and a body without end.
    Endless,
    /// No HTTP.
    Noise,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Call {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map_or("", |(_, value)| value)
    }
}

pub(crate) struct HookServer {
    pub(crate) port: u16,
    calls: Receiver<Call>,
}

impl HookServer {
    pub(crate) fn start(answer: Answer) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (tell, calls) = channel();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (tell, answer) = (tell.clone(), answer.clone());
                thread::spawn(move || {
                    let _ = take(stream, &answer, &tell);
                });
            }
        });
        Self { port, calls }
    }

    pub(crate) fn calls(&self) -> Vec<Call> {
        self.calls.try_iter().collect()
    }
}

fn take(stream: TcpStream, answer: &Answer, tell: &Sender<Call>) -> std::io::Result<()> {
    let mut out = stream.try_clone()?;
    let mut input = BufReader::new(stream);
    let mut line = String::new();
    input.read_line(&mut line)?;
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        input.read_line(&mut header)?;
        let Some((name, value)) = header.trim_end().split_once(": ") else {
            break;
        };
        headers.push((name.to_owned(), value.to_owned()));
    }
    let mut call = Call {
        line: line.trim_end().to_owned(),
        headers,
        body: Vec::new(),
    };
    let length = call.header("content-length").parse().unwrap_or(0);
    call.body.resize(length, 0);
    input.read_exact(&mut call.body)?;
    let _ = tell.send(call);
    match answer {
        Answer::Status(status, more) => out.write_all(
            format!("HTTP/1.1 {status} X\r\n{more}content-length: 0\r\n\r\n").as_bytes(),
        ),
        Answer::Nothing => {
            thread::sleep(Duration::from_secs(60));
            Ok(())
        }
        Answer::Endless => {
            out.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")?;
            let chunk = format!("4000\r\n{}\r\n", "x".repeat(0x4000));
            loop {
                out.write_all(chunk.as_bytes())?;
            }
        }
        Answer::Noise => out.write_all(&[0xff; 70_000]),
    }
}
