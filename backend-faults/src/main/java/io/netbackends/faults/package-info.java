// SPDX-License-Identifier: Apache-2.0
/**
 * The decorator {@code faults}: injects connection faults on demand, for any client.
 *
 * <pre>{@code
 * Faults faults = new Faults(42); // the same seed, the same faults NetworkBackendInterface net = new FaultyBackend(new
 * NioBackend(), faults); faults.add(Faults.on("db:5432").reading().afterBytes(1000).reset()); // ... run the program under
 * test assertThat(faults.injected()).hasSize(1);
 * }</pre>
 *
 * <p>By name: {@code -Dnetbackends.backend=faults:nio}, with the settings of {@link io.netbackends.faults.FaultyBackendProvider}.
 */
@NullMarked
package io.netbackends.faults;

import org.jspecify.annotations.NullMarked;
