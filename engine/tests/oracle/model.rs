//! What a machine remembers and what somebody does to what comes of it: the decision table of the design, written anew,
//! with time in steps. It shares nothing with what it is held against.

use crate::rules::{Factor, Gate, Kind, Rules};
use crate::written::ENDLESS;

/// The wall clock far behind the true time, and far ahead of it.
pub(crate) const BEHIND: i16 = -1_000;
pub(crate) const AHEAD: i16 = 1_000;

/// When something began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Start {
    Never,
    /// So many steps ago, when the machine believed that it was so many steps later than it was.
    Ago(u8, i16),
    /// It is over, and stays so.
    Over,
}

/// The window of the help desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Window {
    opened: Start,
    /// Whether the machine was started anew since.
    restarted: bool,
}

/// Everything that has a part in what is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Machine {
    pub(crate) linked: bool,
    enrolled: bool,
    closed: bool,
    lost: bool,
    grace: Start,
    online: Start,
    spent: u8,
    gathered: u8,
    window: Option<Window>,
    /// How many steps the wall clock is ahead of the true time.
    pub(crate) wall: i16,
    /// How many steps what the machine believes is ahead of it.
    believed: i16,
    /// What the wall clock was ahead when this boot believed it, if it did.
    held_against: Option<i16>,
}

/// What somebody does at a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doing {
    Right(Factor),
    Wrong(Factor),
    /// Puts off whatever can be.
    Later,
    Nothing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Network {
    Up,
    Down,
    /// It can be reached, and refuses the identity.
    Refusing,
}

/// Something that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    Attempt(Gate, Network, Doing),
    Step,
    /// A step with the power off.
    Off,
    Wall(i16),
    Restart,
    Wipe,
    HelpDesk,
    /// Another account of the machine signs in with the organization.
    Neighbour,
}

/// Why somebody is let in, or why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Why {
    Report,
    Exempt,
    Service,
    Reserved,
    Recovery,
    Grace,
    Online,
    Offline,
}

/// What the table says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Says {
    Permit(Why),
    Link {
        factors: Vec<Factor>,
        may_put_off: bool,
    },
    Ask(Vec<Factor>),
    /// And whether recovery is offered.
    Deny(bool),
}

/// Whom and what the table is about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting<'s> {
    pub(crate) rules: &'s Rules,
    pub(crate) kind: Kind,
    /// Whether security keys count as well.
    pub(crate) every_factor: bool,
    /// Whether one is enrolled on the machine.
    pub(crate) has_key: bool,
}

fn is_inside(start: Start, period: u32, believed: i16) -> bool {
    match start {
        Start::Never | Start::Over => false,
        Start::Ago(..) if period == ENDLESS => true,
        Start::Ago(steps, then) => {
            let counted = i32::from(steps) + i32::from(believed) - i32::from(then);
            counted >= 0 && counted < i32::try_from(period).unwrap()
        }
    }
}

impl Machine {
    pub(crate) const NEW: Self = Self {
        linked: false,
        enrolled: false,
        closed: false,
        lost: false,
        grace: Start::Never,
        online: Start::Never,
        spent: 0,
        gathered: 0,
        window: None,
        wall: 0,
        believed: 0,
        held_against: Some(0),
    };

    /// Whether nothing is wrong with any clock.
    pub(crate) fn is_right(&self) -> bool {
        self.wall == 0 && self.believed == 0
    }

    fn is_trusted(&self) -> bool {
        self.wall >= self.believed && self.held_against.is_none_or(|then| then == self.wall)
    }

    fn tells_time(&self) -> bool {
        self.is_trusted() || self.held_against.is_some()
    }

    /// Design 5.5: what the wall clock may add to what is believed.
    fn look_at_clocks(&mut self) {
        if self.is_trusted() {
            self.believed = self.believed.max(self.wall);
            self.held_against = Some(self.wall);
        }
    }

    fn memory_is_lost(&self) -> bool {
        self.lost && self.online == Start::Never
    }

    fn is_inside_grace(&self, rules: &Rules) -> bool {
        match self.grace {
            Start::Never => rules.grace > 0,
            start => is_inside(start, rules.grace, self.believed),
        }
    }

    fn has_grace(&self, rules: &Rules) -> bool {
        self.tells_time() && !self.memory_is_lost() && self.is_inside_grace(rules)
    }

    fn has_window(&self, rules: &Rules) -> bool {
        self.window.is_some_and(|window| match window {
            Window { opened: Start::Ago(steps, _), restarted: false } => u32::from(steps) < rules.window,
            Window { opened, restarted: true } => {
                self.is_trusted() && is_inside(opened, rules.window, self.believed)
            }
            Window { .. } => false,
        })
    }

    fn may_go_offline(&self, rules: &Rules) -> bool {
        rules.offline_allowed
            && rules.offline_period > 0
            && !self.closed
            && !self.memory_is_lost()
            && self.is_trusted()
            && is_inside(self.online, rules.offline_period, self.believed)
    }

    /// The decision table, and whether the grace runs from here.
    pub(crate) fn says(&self, about: &Setting<'_>, gate: Gate, online: bool) -> (Says, bool) {
        if about.rules.report {
            (Says::Permit(Why::Report), false)
        } else {
            self.enforced(about, gate, online)
        }
    }

    fn enforced(&self, about: &Setting<'_>, gate: Gate, online: bool) -> (Says, bool) {
        let Setting { rules, kind, every_factor, has_key } = *about;
        let deny = Says::Deny(rules.escrowed);
        match kind {
            Kind::Exempt | Kind::NotRequired => return (Says::Permit(Why::Exempt), false),
            _ if gate.exempt => return (Says::Permit(Why::Service), false),
            Kind::Reserved if gate.login => return (Says::Permit(Why::Reserved), false),
            Kind::Reserved if gate.ssh => return (Says::Deny(false), false),
            Kind::Reserved | Kind::Required => {}
        }
        if self.has_window(rules) {
            return (Says::Permit(Why::Recovery), false);
        }
        if self.spent >= rules.budget {
            return (deny, false);
        }
        let grace = self.has_grace(rules);
        let is_performed = |factor: Factor| every_factor || factor.is_performed();
        if kind == Kind::Reserved {
            return (if grace && gate.local { Says::Permit(Why::Grace) } else { deny }, true);
        }
        if !self.linked {
            let factors: Vec<Factor> = rules.linking.iter().copied().filter(|f| is_performed(*f)).collect();
            let says = match online {
                true if factors.is_empty() => deny,
                true => Says::Link { factors, may_put_off: grace && gate.local },
                false if grace && gate.local => Says::Permit(Why::Grace),
                false => deny,
            };
            return (says, true);
        }
        let offline = self.may_go_offline(rules);
        let is_usable = |factor: &Factor| match factor {
            Factor::Code => offline && self.enrolled,
            Factor::OfflineKey => offline && has_key,
            _ => online && is_performed(*factor),
        };
        let factors: Vec<Factor> = rules.factors.iter().copied().filter(is_usable).collect();
        (if factors.is_empty() { deny } else { Says::Ask(factors) }, false)
    }

    /// Whether an offline code is offered after a success: with *later* inside the grace, else without.
    pub(crate) fn offers_code(&self, rules: &Rules, gate: Gate) -> Option<bool> {
        let offers = gate.login
            && rules.offline_allowed
            && rules.offline_period > 0
            && rules.factors.contains(&Factor::Code)
            && !self.enrolled;
        let postponable = self.grace != Start::Never && self.tells_time() && self.is_inside_grace(rules);
        offers.then_some(postponable)
    }

    /// Lets it happen; for an attempt, why it lets in, if it does.
    pub(crate) fn after(&self, about: &Setting<'_>, event: Event) -> (Self, Option<Why>) {
        let rules = about.rules;
        let mut next = *self;
        let mut why = None;
        match event {
            Event::Attempt(gate, network, doing) => why = next.attempt(about, gate, network, doing),
            Event::Step => next.pass(rules, true),
            Event::Off => {
                next.pass(rules, false);
                next.restart();
            }
            Event::Wall(wall) => next.wall = wall,
            Event::Restart => next.restart(),
            Event::Wipe => {
                next = Self {
                    lost: true,
                    wall: self.wall,
                    believed: self.wall,
                    held_against: Some(self.wall),
                    ..Self::NEW
                };
            }
            Event::HelpDesk if rules.escrowed => {
                next.window = Some(Window { opened: Start::Ago(0, self.believed), restarted: false });
            }
            Event::HelpDesk => {}
            Event::Neighbour => next.is_told_the_time(),
        }
        next.look_at_clocks();
        next.forget(rules);
        (next, why)
    }

    fn pass(&mut self, rules: &Rules, running: bool) {
        let later = |start: &mut Start, period: u32| {
            if let Start::Ago(steps, _) = start
                && period != ENDLESS
            {
                *steps += 1;
            }
        };
        later(&mut self.grace, rules.grace);
        later(&mut self.online, rules.offline_period);
        if let Some(window) = &mut self.window {
            later(&mut window.opened, rules.window);
        }
        if running && self.spent > 0 {
            self.gathered += 1;
            if self.gathered >= rules.refill {
                (self.spent, self.gathered) = (self.spent - 1, 0);
            }
        }
    }

    fn restart(&mut self) {
        self.held_against = None;
        if let Some(window) = &mut self.window {
            window.restarted = true;
        }
    }

    /// A verified token says what time it is; only where the wall clock agrees.
    fn is_told_the_time(&mut self) {
        if self.wall == 0 {
            (self.believed, self.held_against) = (0, Some(0));
        }
    }

    fn attempt(&mut self, about: &Setting<'_>, gate: Gate, network: Network, doing: Doing) -> Option<Why> {
        let (says, starts_grace) = self.says(about, gate, true);
        if starts_grace && self.grace == Start::Never {
            self.grace = Start::Ago(0, self.believed);
        }
        match says {
            Says::Permit(why) => Some(why),
            Says::Deny(_) => None,
            Says::Link { may_put_off, .. } if doing == Doing::Later => may_put_off.then_some(Why::Grace),
            Says::Link { factors, .. } | Says::Ask(factors) => {
                match self.answer(about, &factors, network, doing)? {
                    Some(factor) => self.proven(about, gate, factor),
                    // Nobody could be asked: the same once more, as offline.
                    None => match self.says(about, gate, false).0 {
                        Says::Permit(why) => Some(why),
                        Says::Ask(factors) => {
                            let factor = self.answer(about, &factors, network, doing)??;
                            self.proven(about, gate, factor)
                        }
                        Says::Link { .. } | Says::Deny(_) => None,
                    },
                }
            }
        }
    }

    /// The factor that was proven; inside, `None` where the organization could not be reached; outside, where the answer
    /// is no.
    fn answer(
        &mut self,
        about: &Setting<'_>,
        factors: &[Factor],
        network: Network,
        doing: Doing,
    ) -> Option<Option<Factor>> {
        let chosen = match doing {
            Doing::Right(factor) | Doing::Wrong(factor) => {
                factors.iter().copied().find(|known| *known == factor)
            }
            Doing::Later | Doing::Nothing => None,
        };
        let asked = chosen.unwrap_or(factors[0]);
        if !asked.is_offline() {
            match network {
                Network::Up => {}
                Network::Down => return Some(None),
                Network::Refusing => {
                    self.closed = true;
                    return None;
                }
            }
        }
        let chosen = chosen?;
        if let Doing::Wrong(_) = doing {
            self.spent = (self.spent + 1).min(about.rules.budget);
            return None;
        }
        // A token is held against the wall clock.
        (chosen.is_offline() || self.wall == 0).then_some(Some(chosen))
    }

    fn proven(&mut self, about: &Setting<'_>, gate: Gate, factor: Factor) -> Option<Why> {
        let why = if factor.is_offline() {
            Why::Offline
        } else {
            self.linked = true;
            self.closed = false;
            self.is_told_the_time();
            self.online = Start::Ago(0, self.believed);
            Why::Online
        };
        if self.offers_code(about.rules, gate).is_some() {
            self.enrolled = true;
        }
        Some(why)
    }

    /// What will never matter again is not told apart.
    fn forget(&mut self, rules: &Rules) {
        let believed = self.believed;
        // What lies ahead was begun by a clock that was wrong; it is over, and time does not bring it back.
        let settle = |start: &mut Start, period: u32| {
            if let Start::Ago(steps, then) = *start {
                let ahead = i32::from(steps) + i32::from(believed) - i32::from(then) < 0;
                if ahead || (period != ENDLESS && u32::from(steps) >= period) {
                    *start = Start::Over;
                }
            }
        };
        settle(&mut self.grace, rules.grace);
        settle(&mut self.online, rules.offline_period);
        if let Some(window) = &mut self.window {
            let within = window.restarted;
            match window.opened {
                // Within a boot its own clock counts, whatever is believed.
                Start::Ago(steps, _) if !within && u32::from(steps) < rules.window => {}
                _ => settle(&mut window.opened, rules.window),
            }
            if window.opened == Start::Over {
                self.window = None;
            }
        }
    }

    /// Whether what the machine permits on these grounds is what it may: by the true time, whatever is believed.
    pub(crate) fn may(&self, why: Why, rules: &Rules) -> bool {
        let within = |start, period: u32| match start {
            Start::Ago(steps, _) => period == ENDLESS || u32::from(steps) < period,
            Start::Never => period > 0,
            Start::Over => false,
        };
        match why {
            Why::Grace => within(self.grace, rules.grace),
            Why::Offline => self.online != Start::Never && within(self.online, rules.offline_period),
            Why::Recovery => self.window.is_some_and(|window| within(window.opened, rules.window)),
            _ => true,
        }
    }
}
