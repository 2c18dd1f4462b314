//! A small mail server (RFC 5321) on this machine, which can misbehave.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

/// How the server behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// It takes every mail.
    Good,
    /// It knows no such mailbox.
    RefusesRecipient,
    /// Its first mail is put off.
    PutsOffOnce,
    /// It takes the connection and says nothing.
    SaysNothing,
    /// It greets, a letter a second, for ever.
    Dribbles,
    /// It hangs after DATA.
    HangsInData,
    /// It closes in the middle of a mail.
    ClosesInData,
    /// It closes to everybody.
    ShutsDown,
    /// It wants a name and a password.
    WantsLogin,
}

/// A mail as it came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Received {
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    /// With its dots unstuffed; lines end in CR LF.
    pub(crate) data: String,
}

pub(crate) struct MailServer {
    pub(crate) port: u16,
    received: Receiver<Received>,
}

impl MailServer {
    pub(crate) fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (tell, received) = channel();
        thread::spawn(move || {
            for (number, stream) in listener.incoming().enumerate() {
                let tell = tell.clone();
                let Ok(stream) = stream else { continue };
                thread::spawn(move || {
                    // A client that goes away ends the conversation.
                    let _ = converse(stream, manner, number, &tell);
                });
            }
        });
        Self { port, received }
    }

    /// Every mail taken up to now.
    pub(crate) fn received(&self) -> Vec<Received> {
        // The client has its answer before the test asks; the mail was told of before the answer.
        self.received.try_iter().collect()
    }
}

fn converse(
    stream: TcpStream,
    manner: Manner,
    number: usize,
    tell: &Sender<Received>,
) -> std::io::Result<()> {
    let mut out = stream.try_clone()?;
    let mut lines = BufReader::new(stream).lines();
    match manner {
        Manner::SaysNothing => {
            thread::sleep(Duration::from_secs(60));
            return Ok(());
        }
        Manner::Dribbles => {
            // Each letter comes in time; the line never ends.
            for _ in 0..200 {
                out.write_all(b"2")?;
                thread::sleep(Duration::from_millis(300));
            }
            return Ok(());
        }
        Manner::ShutsDown => return out.write_all(b"421 closing to everybody\r\n"),
        _ => {}
    }
    let mut say = |line: &str| out.write_all(format!("{line}\r\n").as_bytes());
    say("220 test ESMTP")?;
    let (mut from, mut to) = (String::new(), Vec::new());
    while let Some(Ok(line)) = lines.next() {
        let word = line
            .split([' ', ':'])
            .next()
            .unwrap_or_default()
            .to_ascii_uppercase();
        match word.as_str() {
            "EHLO" if manner == Manner::WantsLogin => {
                say("250-test")?;
                say("250 AUTH PLAIN")?;
            }
            "EHLO" => {
                // No STARTTLS: the server offers none.
                say("250-test")?;
                say("250 8BITMIME")?;
            }
            "AUTH" => say("535 5.7.8 not with this password")?,
            "MAIL" => {
                from = line;
                to.clear();
                say("250 ok")?;
            }
            "RCPT" if manner == Manner::RefusesRecipient => say("550 5.1.1 no such mailbox")?,
            "RCPT" if manner == Manner::PutsOffOnce && number == 0 => say("451 4.3.0 later")?,
            "RCPT" => {
                to.push(line);
                say("250 ok")?;
            }
            "DATA" => {
                say("354 go on")?;
                let mut data = String::new();
                while let Some(Ok(line)) = lines.next() {
                    if line == "." {
                        break;
                    }
                    if manner == Manner::ClosesInData && data.len() > 200 {
                        return Ok(());
                    }
                    data.push_str(line.strip_prefix('.').unwrap_or(&line));
                    data.push_str("\r\n");
                }
                if manner == Manner::HangsInData {
                    thread::sleep(Duration::from_secs(60));
                    return Ok(());
                }
                let mail = Received {
                    from: from.clone(),
                    to: to.clone(),
                    data,
                };
                let _ = tell.send(mail);
                say("250 taken")?;
            }
            "QUIT" => return say("221 bye"),
            "RSET" | "NOOP" => say("250 ok")?,
            _ => say("500 what?")?,
        }
    }
    Ok(())
}
