// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses a value of {@code --resolve}. */
final class ResolvedHostConverter implements ITypeConverter<ResolvedHost> {
    @Override
    public ResolvedHost convert(String value) {
        try {
            return ResolvedHost.parse(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(Failures.message(e));
        }
    }
}
