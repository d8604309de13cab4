// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import io.netbackends.internal.NetworkFutures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Collects the bytes read, up to a limit. */
final class BoundedBytes implements Function<byte[], CompletionStage<Boolean>> {
    private static final CompletableFuture<Boolean> GO_ON = CompletableFuture.completedFuture(true);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int limit;

    BoundedBytes(int limit) {
        this.limit = limit;
    }

    @Override
    public CompletionStage<Boolean> apply(byte[] piece) {
        if (piece.length > limit - bytes.size()) {
            return NetworkFutures.failed(
                    new IOException("the peer sent more than " + limit + " bytes, the limit given"));
        }
        bytes.writeBytes(piece);
        return GO_ON;
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
