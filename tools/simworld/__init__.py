"""The simulated world of `./dev sim`: namespace, daemons, PC/SC probe, control socket, supervisor."""
