// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Thorough;
import java.io.IOException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The kit detects wrong options, wrong numbers of available bytes, and defects in ending input and streams. */
@Thorough
class ControlMutantsTest {
    private static void assertKilled(UnaryOperator<NetworkStreamInterface> defect, String... ids) {
        Mutants.assertKilled(new StreamMutant(defect), ids);
    }

    @Test
    void anOptionThatIsIgnoredIsFoundOut() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public <T> void setOption(SocketOption<T> option, T value) {}
                },
                "OPT_01",
                "OPT_02",
                "OPT_03",
                "OPT_04",
                "OPT_05");
    }

    @Test
    void optionsThatADecoratorForgetsAreFoundOut() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public Set<SocketOption<?>> supportedOptions() {
                        return Set.of();
                    }

                    @Override
                    public <T> @Nullable T getOption(SocketOption<T> option) {
                        throw new UnsupportedOperationException(option.name());
                    }
                },
                "OPT_01",
                "OPT_04");
    }

    @Test
    void moreThanThereIsToReadIsFoundOut() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public int available() throws IOException {
                        return super.available() + 1;
                    }
                },
                "AVL_01",
                "AVL_03",
                "AVL_05",
                "AVL_06",
                "AVL_07");
    }

    @Test
    void nothingToReadAsADefaultIsFoundOut() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public int available() {
                        return 0;
                    }
                },
                "AVL_02",
                "AVL_04",
                "AVL_06",
                "AVL_07");
    }

    @Test
    void anInputThatIsOnlyMarkedAsShutDownIsFoundOut() {
        assertKilled(MarkedOnly::new, "SHI_02", "SHI_03", "SHI_05");
    }

    /** Later reads return the end, but a blocked one is not woken. */
    private static final class MarkedOnly extends StreamMutant.Defect {
        private volatile boolean shutDown;

        MarkedOnly(NetworkStreamInterface sound) {
            super(sound);
        }

        @Override
        public void shutdownInput() {
            shutDown = true;
        }

        @Override
        public int read(ByteBuffer dst) throws IOException {
            return shutDown ? -1 : super.read(dst);
        }
    }

    @Test
    void anInputThatStaysOpenIsFoundOut() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public void shutdownInput() {}
                },
                "SHI_01",
                "SHI_04");
    }

    @Test
    void anAbortThatIsACloseIsFoundOut() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public void abort() throws IOException {
                        close();
                    }
                },
                "ABT_02",
                "ABT_03");
    }

    @Test
    void anAbortThatObeysTheDeadlineIsFoundOut() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public void abort() throws IOException {
                        Timeout.check("abort");
                        super.abort();
                    }
                },
                "ABT_01");
    }
}
