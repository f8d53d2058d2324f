package dev.semblance.cli;

import picocli.CommandLine.Command;

/**
 * Holds what an operator does with a collection in PostgreSQL.
 */
@Command(name = "store", description = "Looks after documents in PostgreSQL.",
		subcommands = { StoreCheckCommand.class, StoreBuildCommand.class, StoreSchemaCommand.class,
				StoreReembedCommand.class, StoreSpacesCommand.class, StoreCompareCommand.class,
				StoreSwitchCommand.class, StoreRollbackCommand.class, StoreDropCommand.class })
final class StoreCommand {

}
