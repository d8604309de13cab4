// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Parses a time in decimal seconds, such as {@code 2.5}. Rejects zero, which means "no limit" in curl, but would mean
 * "immediately" here.
 */
final class SecondsConverter implements ITypeConverter<Duration> {
    /** Excludes exponents, so that a short text cannot give a huge number. */
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");

    @Override
    public Duration convert(String value) {
        Duration duration = SECONDS.matcher(value).matches()
                ? Duration.ofNanos(new BigDecimal(value).movePointRight(9).longValueExact())
                : Duration.ZERO;
        if (duration.isZero()) {
            throw new TypeConversionException("time (" + value + ") must be a positive number of seconds, such as 2.5");
        }
        return duration;
    }
}
