// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import io.netbackends.async.AsyncExecution;

/**
 * A backend that a spec was turned into.
 *
 * @param <B> the type of the half that was created
 * @param backend the outermost one
 * @param spec the names of all that it consists of, outermost first
 * @param execution what its calls run on; threads for the blocking half
 */
public record CreatedBackend<B>(B backend, String spec, AsyncExecution execution) {}
