//! What every page has around it.

/// A link.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Link {
    /// The words.
    pub text: String,
    /// Where it leads: a path of this site, already percent-encoded.
    pub href: String,
}

impl Link {
    /// A link with these words to this place.
    #[must_use]
    pub fn new(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            href: href.into(),
        }
    }
}

/// What is said above everything else on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Banner {
    /// The figures are invented.
    SyntheticSample,
    /// The figures are the bundled starter figures, without the files they came from.
    StarterFigures,
}

/// Which entry of the header's navigation a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Nav {
    /// The home page.
    Home,
    /// What is held.
    Data,
    /// The source files.
    Sources,
    /// National targets.
    Targets,
    /// Plans, pledges and who is off them.
    Plans,
    /// Posts and people.
    People,
    /// The oversight frameworks.
    Frameworks,
    /// Checking a story.
    Check,
    /// None of them.
    #[default]
    None,
}

/// Title, trail and banners of a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// The title of the window, without the site's name: the finding.
    pub title: String,
    /// A sentence for search engines and previews; empty for none.
    pub description: String,
    /// The pages above this one, the home page first; the page itself is left out.
    pub crumbs: Vec<Link>,
    /// What is said above everything else.
    pub banners: Vec<Banner>,
    /// What the search box holds.
    pub query: String,
    /// Where the page stands in the navigation.
    pub nav: Nav,
    /// Where what the page is about can be followed; none where it is nothing that can.
    pub follow: Option<Link>,
    /// The feed of what it is about: its title and its path.
    pub feed: Option<Link>,
}

impl Page {
    /// The same with a way to follow what it is about: its name, and the word by which alerts know it.
    #[must_use]
    pub fn following(mut self, name: &str, word: &str) -> Self {
        let href = format!("/alerts?follow={}", candour_findings::links::encode(word));
        self.follow = Some(Link::new(format!("Follow {name}"), href));
        self
    }

    /// The stylesheet's path, for the layout.
    pub(super) const fn css(&self) -> &'static str {
        crate::assets::CSS_PATH
    }

    /// The script's path, for the layout.
    pub(super) const fn js(&self) -> &'static str {
        crate::assets::JS_PATH
    }

    pub(super) fn is(&self, nav: Nav) -> bool {
        self.nav == nav
    }
}
