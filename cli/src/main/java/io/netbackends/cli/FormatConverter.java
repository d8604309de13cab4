// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.recording.format.RecordingFormat;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses the name of a {@link RecordingFormat}, as in properties. */
final class FormatConverter implements ITypeConverter<RecordingFormat> {
    @Override
    public RecordingFormat convert(String value) {
        return Arrays.stream(RecordingFormat.values())
                .filter(format -> format.toString().equals(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "format (" + value + ") must be one of " + Arrays.toString(RecordingFormat.values())));
    }
}
