// SPDX-License-Identifier: Apache-2.0
/**
 * The agent: {@code -javaagent:netbackends-agent.jar} makes the sockets of an unchanged program use a backend.
 */
@NullMarked
package io.netbackends.agent;

import org.jspecify.annotations.NullMarked;
