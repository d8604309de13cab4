// SPDX-License-Identifier: Apache-2.0
/**
 * The {@code netbackends} command. {@link io.netbackends.cli.Main} parses the command line. Each command has a class, such
 * as {@code BackendsCommand}, {@code GetCommand} and {@code ConnectCommand}; {@code ShowCommand}, {@code ConvertCommand} and
 * {@code ReplayCommand} process recordings.
 *
 * <p>{@code Connector} opens every stream of {@code get} and {@code connect}. A failure is a {@code PeerException} (the
 * network), an {@code OutputException} (standard output, or a file) or a {@code CommandException} (errors of the command
 * line), and only {@code Failures} turns it into an exit code and a line.
 */
@NullMarked
package io.netbackends.cli;

import org.jspecify.annotations.NullMarked;
