// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time in decimal seconds: {@code 2.5}. Zero is refused, since to curl it means "no limit" and to us "at once". */
final class SecondsConverter implements ITypeConverter<Duration> {
    /** No exponents: a number that is short to write must not be long to compute. */
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
