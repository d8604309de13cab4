// SPDX-License-Identifier: Apache-2.0
package io.netbackends.junit;

import io.netbackends.replay.ReplayMismatchException;
import io.netbackends.replay.WriteMatcher;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a JUnit 5 test from a recording. On the first run, the {@code NetworkBackendInterface} parameter is the real network,
 * and its traffic is recorded; afterwards, the parameter replays the recording.
 *
 * <pre>{@code
 * @Test
 * @Recorded("weather.ndjson")
 * void showsTheWeather(NetworkBackendInterface net) { ... }
 * }</pre>
 *
 * <p>A parameter {@code AsyncNetworkBackendInterface} is the same network with asynchronous calls, each of which blocks a
 * thread; a test may have both.
 *
 * <p>The file is {@code src/test/resources/weather.ndjson}, to be committed with the sources; the system property {@code
 * netbackends.recorded.directory} names another directory. It is written when the test has passed. On a class, each of its
 * tests has its own file, {@code weather-showsTheWeather.ndjson}. Each invocation of a repeated or parameterized test has a
 * file with its number, {@code weather-2.ndjson}.
 *
 * <p>The system property {@code netbackends.recorded} selects the mode. {@code auto}, the default, records if the file is
 * missing. {@code renew} records all tests again. {@code replay} never records, and fails if the file is missing.
 *
 * <p>If a test deviates from the recording, it fails even if it catches the {@link ReplayMismatchException}, whose message
 * suggests a remedy. A test that opens no connection also fails, unless the annotation is on its class and it has no such
 * parameter. Credentials that {@link io.netbackends.recording.Redaction#ofCredentials()} knows are not in the file; other
 * secrets, in URLs and bodies, are. {@link RecordedNetwork} has more settings.
 */
@Documented
@Inherited
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RecordedExtension.class)
public @interface Recorded {
    /** {@return the name of the file} */
    String value();

    /** {@return whether to compare as {@link WriteMatcher#http} does, and to accept any port of a host; else strictly} */
    boolean lenient() default false;

    /** {@return the backend to record, such as {@code nio}; by default, the default one} */
    String backend() default "";
}
