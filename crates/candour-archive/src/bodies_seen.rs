//! Which bodies a file names, what it calls them, and which body it puts them under.

use std::collections::BTreeMap;

use candour_core::{
    Batch, BodyCode, Level, Month, Observation, Role, TableSchema, TreatmentFunction,
};
use candour_register::Register;

/// What one file says of one body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) name: String,
    pub(crate) parent: Option<String>,
}

/// Gathers the bodies of a file as its batches pass.
#[derive(Debug)]
pub(crate) struct BodiesSeen {
    register: &'static Register,
    units: Vec<Unit>,
    function: Option<(usize, Option<usize>)>,
    functions_known: Vec<bool>,
    bodies: BTreeMap<(Level, String), Seen>,
    functions: BTreeMap<String, String>,
}

/// A column of codes, and the columns that tell of them.
#[derive(Debug)]
struct Unit {
    level: Level,
    code: usize,
    name: Option<usize>,
    parent: Option<usize>,
    region_name: Option<usize>,
    known: Vec<bool>,
}

impl BodiesSeen {
    pub(crate) fn new(schema: &TableSchema, register: &'static Register) -> Self {
        let unit =
            |level: Level, code: Role, name: Role, parent: Option<Role>, region: Option<usize>| {
                schema.role_index(code).map(|code| Unit {
                    level,
                    code,
                    name: schema.role_index(name),
                    parent: parent.and_then(|role| schema.role_index(role)),
                    region_name: region,
                    known: Vec::new(),
                })
            };
        let region = schema.role_index(Role::ProviderRegionName);
        let units = [
            unit(
                Level::Provider,
                Role::Provider,
                Role::ProviderName,
                Some(Role::ProviderParent),
                region,
            ),
            unit(
                Level::SubIcb,
                Role::Commissioner,
                Role::CommissionerName,
                Some(Role::CommissionerParent),
                None,
            ),
            unit(
                Level::Icb,
                Role::ProviderParent,
                Role::ProviderParentName,
                None,
                None,
            ),
            unit(
                Level::Icb,
                Role::CommissionerParent,
                Role::CommissionerParentName,
                None,
                None,
            ),
        ];
        Self {
            register,
            units: units.into_iter().flatten().collect(),
            function: schema
                .role_index(Role::TreatmentFunction)
                .map(|code| (code, schema.role_index(Role::TreatmentFunctionName))),
            functions_known: Vec::new(),
            bodies: BTreeMap::new(),
            functions: BTreeMap::new(),
        }
    }

    pub(crate) fn add(&mut self, batch: &Batch) {
        for unit in &mut self.units {
            let ids = &batch.texts[unit.code].ids;
            unit.known
                .resize(batch.texts[unit.code].dictionary.len(), false);
            for (row, id) in ids.iter().enumerate() {
                if std::mem::replace(&mut unit.known[*id as usize], true) {
                    continue;
                }
                let text = |column: Option<usize>| {
                    column.map_or("", |column| batch.text(column, row).trim())
                };
                let code = batch.text(unit.code, row).trim();
                if code.is_empty() {
                    continue;
                }
                let region = self
                    .register
                    .published_as(text(unit.region_name))
                    .map(|body| body.code.to_string());
                let parent = Some(text(unit.parent))
                    .filter(|parent| !parent.is_empty())
                    .map(str::to_owned);
                let national = (unit.level == Level::SubIcb)
                    .then(|| {
                        self.register
                            .national_commissioner()
                            .map(|body| body.code.to_string())
                    })
                    .flatten();
                self.bodies.insert(
                    (unit.level, code.to_owned()),
                    Seen {
                        name: self.register.name_or(code, text(unit.name)),
                        parent: parent
                            .or(region)
                            .or(national)
                            .or_else(|| region_of(self.register, code, batch.period)),
                    },
                );
            }
        }
        if let Some((code, name)) = self.function {
            self.functions_known
                .resize(batch.texts[code].dictionary.len(), false);
            for (row, id) in batch.texts[code].ids.iter().enumerate() {
                if !std::mem::replace(&mut self.functions_known[*id as usize], true) {
                    let name = name.map_or("", |name| batch.text(name, row));
                    self.functions
                        .insert(batch.text(code, row).to_owned(), name.trim().to_owned());
                }
            }
        }
    }

    /// The name of a treatment function as the file gives it.
    pub(crate) fn function_name(&self, code: &TreatmentFunction) -> &str {
        self.functions.get(code.as_str()).map_or("", String::as_str)
    }

    /// All that were seen, and those that only the sums name: regions and the nation.
    pub(crate) fn finish(
        &self,
        observations: &[Observation],
        period: Option<Month>,
    ) -> BTreeMap<(Level, String), Seen> {
        let mut bodies = self.bodies.clone();
        for observation in observations {
            let key = (observation.key.level, observation.key.body.to_string());
            bodies.entry(key).or_insert_with_key(|(_, code)| Seen {
                name: self.register.name_or(code, code),
                parent: region_of(self.register, code, period).or_else(|| {
                    (observation.key.level < Level::England)
                        .then(|| BodyCode::england().to_string())
                }),
            });
        }
        bodies
    }
}

/// The region of a board in the month of the file.
fn region_of(register: &Register, board: &str, period: Option<Month>) -> Option<String> {
    let region = register.region_of_board(board, period?.last_day())?;
    Some(region.to_string())
}
