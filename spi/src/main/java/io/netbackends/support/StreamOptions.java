// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.internal.Operation;
import java.io.IOException;
import java.net.SocketOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sets and looks up the options of an open stream's connection. */
final class StreamOptions {
    private StreamOptions() {}

    static <T> void set(StreamState state, BaseTransport transport, SocketOption<T> option, T value)
            throws IOException {
        Objects.requireNonNull(value, "value");
        Operation operation = new Operation("set option " + option.name() + " of ", state.peer());
        state.checkOpen(operation);
        try {
            transport.setOption(option, value);
        } catch (IOException e) {
            throw failed(state, transport, operation, e);
        }
    }

    static <T> @Nullable T get(StreamState state, BaseTransport transport, SocketOption<T> option) throws IOException {
        Operation operation = new Operation("get option " + option.name() + " of ", state.peer());
        state.checkOpen(operation);
        try {
            return transport.getOption(option);
        } catch (IOException e) {
            throw failed(state, transport, operation, e);
        }
    }

    private static IOException failed(
            StreamState state, BaseTransport transport, Operation operation, IOException failure) {
        return state.isDueToClose(failure)
                ? StreamState.closed(operation, failure)
                : transport.named(operation.toString(), failure);
    }
}
