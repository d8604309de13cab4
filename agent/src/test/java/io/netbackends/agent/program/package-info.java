// SPDX-License-Identifier: Apache-2.0
/** Programs that know nothing of this project, which tests run with the agent and without. */
@NullMarked
package io.netbackends.agent.program;

import org.jspecify.annotations.NullMarked;
