// SPDX-License-Identifier: Apache-2.0
/**
 * The contract of netbackends as tests.
 *
 * <p>The author of a backend writes one {@link io.netbackends.tck.TckFixture} and a JUnit class that extends {@link
 * io.netbackends.tck.BackendTck}; without JUnit, {@link io.netbackends.tck.Tck#verify} returns a report. A failure names the
 * broken rule, its text, and where to look.
 */
@NullMarked
package io.netbackends.tck;

import org.jspecify.annotations.NullMarked;
