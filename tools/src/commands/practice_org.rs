//! `practice-org`: only the organization, with its phone pages, until it is stopped.

use std::net::SocketAddr;

use anyhow::Context as _;
use latchkey_practice_org::{
    Client, ClientAuthentication, Fault, Grant, Options, PracticeOrg, Secret, Users,
};

use crate::cli::PracticeOrgArguments;
use crate::commands::{Status, print, runtime, unless_stopped};
use crate::files;

pub(crate) fn run(arguments: &PracticeOrgArguments) -> anyhow::Result<Status> {
    let users = match &arguments.users {
        Some(path) => {
            let bytes = files::read(path).with_context(|| format!("`{}` cannot be read", path.display()))?;
            let text =
                String::from_utf8(bytes).with_context(|| format!("`{}` is no UTF-8", path.display()))?;
            Users::read(&text).with_context(|| format!("`{}`", path.display()))?
        }
        None => Users::sample(),
    };
    let fault = arguments.fault.as_deref().map(str::parse::<Fault>).transpose()?;
    let options = Options {
        listen: SocketAddr::from((std::net::Ipv4Addr::LOCALHOST, arguments.port)),
        clients: vec![Client {
            id: arguments.client_id.clone(),
            authentication: match &arguments.client_secret {
                Some(secret) => ClientAuthentication::Secret(Secret::new(secret.expose())),
                None => ClientAuthentication::None,
            },
            grants: Grant::ALL.to_vec(),
        }],
        number_challenge: !arguments.no_number,
        users,
        fault,
        ..Options::default()
    };
    let names: Vec<String> = options.users.names().map(str::to_owned).collect();
    runtime()?.block_on(async {
        let organization = PracticeOrg::start(options).await?;
        print(&format!("organization: {}\nclient ID: {}\n", organization.url(), arguments.client_id))?;
        for name in names {
            print(&format!("phone of {name}: {}\n", organization.phone_url(&name)))?;
        }
        print("stop it with Ctrl-C\n")?;
        // Being stopped is how this command ends.
        let _stopped = unless_stopped(std::future::pending::<()>()).await;
        organization.stop().await;
        Ok(Status::Done)
    })
}
