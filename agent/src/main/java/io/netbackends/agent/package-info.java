// SPDX-License-Identifier: Apache-2.0
/**
 * The agent: {@code -javaagent:netbackends-agent.jar} puts the sockets of a program that is not changed over a backend.
 */
@NullMarked
package io.netbackends.agent;

import org.jspecify.annotations.NullMarked;
