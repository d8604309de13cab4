// SPDX-License-Identifier: Apache-2.0
/**
 * The {@code netbackends} command. {@link io.netbackends.cli.Main} reads the command line; {@code BackendsCommand}, {@code
 * GetCommand}, {@code ConnectCommand} and {@code DemoCommand} are what it can be asked for, and {@code ShowCommand}, {@code
 * ConvertCommand} and {@code ReplayCommand} for what is to be done with a recording.
 *
 * <p>{@code Connector} opens every stream of {@code get} and {@code connect}. A failure travels up as {@code PeerException}
 * (the network), {@code OutputException} (standard output, or a file) or {@code CommandException} (everything that the command line
 * itself gets wrong), and {@code Failures} alone turns it into an exit code and one line.
 */
@NullMarked
package io.netbackends.cli;

import org.jspecify.annotations.NullMarked;
