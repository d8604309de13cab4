// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.TlsTruncation;
import io.netbackends.testsupport.Background;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The calls of TLS to the transport below when it is closed. */
class TlsTransportCloseTest {
    private final FakeTransport transport = new FakeTransport();
    private final CountDownLatch writing = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @Test
    void closingDoesNotShutDownTheOutputInTheMiddleOfAWrite() throws Exception {
        TlsTransport tls = new TlsTransport(transport, TlsPair.connected().client, TlsTruncation.ERROR, "192.0.2.1:80");
        transport.onWrite(src -> {
            writing.countDown();
            await(release);
            return 0;
        });
        Background<Void> writer = Background.run(() -> {
            tls.write(ByteBuffer.allocate(1));
            return null;
        });
        writing.await();
        tls.close();
        assertThat(transport.closes).isEqualTo(1);
        release.countDown();
        writer.get();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
