// SPDX-License-Identifier: Apache-2.0
/** Programs independent of this project, which tests run with and without the agent. */
@NullMarked
package io.netbackends.agent.program;

import org.jspecify.annotations.NullMarked;
