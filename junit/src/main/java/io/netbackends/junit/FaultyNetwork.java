// SPDX-License-Identifier: Apache-2.0
package io.netbackends.junit;

import io.netbackends.faults.Faults;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a JUnit 5 test a network with faults that the test controls: a parameter {@code NetworkBackendInterface} or {@code
 * AsyncNetworkBackendInterface}, or both, and a parameter {@link Faults} with the faults of their connections.
 *
 * <pre>{@code
 * @Test
 * @FaultyNetwork(seed = 42)
 * void retriesOnce(NetworkBackendInterface net, Faults faults) {
 *     faults.add(Faults.on("db:5432").connection(1).afterBytes(1000).reset());
 *     ...
 *     assertThat(faults.injected()).hasSize(1);
 * }
 * }</pre>
 *
 * <p>Each test has its own network, initially without faults. Faults can also affect lookups. If a test fails, a report
 * entry lists the injected faults.
 */
@Documented
@Inherited
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(FaultyNetworkExtension.class)
public @interface FaultyNetwork {
    /** {@return the spec of the wrapped backend; by default {@code socket}} */
    String backend() default "socket";

    /** {@return the seed of probability, jitter and changed bytes} */
    long seed() default 0;
}
