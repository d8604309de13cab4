// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The convenience methods, over a stream with only the primitives. */
class NetworkStreamInterfaceTest {
    @Test
    void readTakesAtMost64KiB() throws Exception {
        MemoryStream stream = new MemoryStream(new byte[100_000]);

        assertThat(stream.read()).hasSize(65_536);
        assertThat(stream.read()).hasSize(34_464);
    }

    @Test
    void readWithAMaximumTakesNoMoreAndNoMoreThanThereIs() throws Exception {
        MemoryStream stream = new MemoryStream("hello".getBytes(US_ASCII));

        assertThat(stream.read(2)).asString(US_ASCII).isEqualTo("he");
        assertThat(stream.read(100)).asString(US_ASCII).isEqualTo("llo");
    }

    @Test
    void anEnormousMaximumTakesMemoryFor64KiBOnly() throws Exception {
        MemoryStream stream = new MemoryStream(new byte[100_000]);

        assertThat(stream.read(Integer.MAX_VALUE)).hasSize(65_536);
    }

    @Test
    void theEndOfTheStreamIsAnEmptyArrayAgainAndAgain() throws Exception {
        MemoryStream stream = new MemoryStream();

        assertThat(stream.read()).isEmpty();
        assertThat(stream.read(1)).isEmpty();
        assertThat(stream.read()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void aMaximumThatIsNotPositiveIsRejectedAndNothingIsRead(int maxBytes) {
        MemoryStream stream = new MemoryStream((byte) 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> stream.read(maxBytes))
                .withMessage("maxBytes (" + maxBytes + ") must be positive");
        assertThat(stream.unread()).isEqualTo(1);
    }

    @Test
    void anArrayIsWrittenWhole() throws Exception {
        MemoryStream stream = new MemoryStream();

        stream.write("hello".getBytes(US_ASCII));
        stream.write(new byte[0]);

        assertThat(stream.written).hasToString("hello");
    }

    @Test
    void shutdownOutputIsUnsupportedAndNamesTheStream() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> new MemoryStream().shutdownOutput())
                .withMessageStartingWith("<MemoryStream> ");
    }

    @Test
    void startTlsAsAClientSendsAndVerifiesTheNameAtTheStreamsPort() throws Exception {
        MemoryStream stream = new MemoryStream();
        stream.extraInfo.put("server_addr", new InetSocketAddress(InetAddress.getLoopbackAddress(), 8443));

        stream.startTls(SSLContext.getDefault(), "host.example");

        assertThat(stream.engine.getUseClientMode()).isTrue();
        assertThat(stream.engine.getPeerHost()).isEqualTo("host.example");
        assertThat(stream.engine.getPeerPort()).isEqualTo(8443);
        assertThat(stream.engine.getSSLParameters().getEndpointIdentificationAlgorithm())
                .isEqualTo("HTTPS");
    }

    @Test
    void startTlsWorksWhereThereIsNoPort() throws Exception {
        MemoryStream stream = new MemoryStream();
        stream.startTls(SSLContext.getDefault(), "host.example");
        assertThat(stream.engine.getPeerPort()).isEqualTo(-1);

        stream.extraInfo.put("server_addr", UnixDomainSocketAddress.of("/run/x"));
        stream.startTls(SSLContext.getDefault(), "host.example");
        assertThat(stream.engine.getPeerPort()).isEqualTo(-1);
    }

    @Test
    void startTlsWithoutContextOrHostNameLeavesTheStreamAlone() throws Exception {
        MemoryStream stream = new MemoryStream();
        SSLContext context = SSLContext.getDefault();

        assertThatNullPointerException()
                .isThrownBy(() -> stream.startTls(null, "host.example"))
                .withMessage("context");
        assertThatNullPointerException()
                .isThrownBy(() -> stream.startTls(context, null))
                .withMessage("hostname");
        assertThatIllegalArgumentException().isThrownBy(() -> stream.startTls(context, ""));
        assertThat(stream.engine).isNull();
        assertThat(stream.isOpen()).isTrue();
    }

    @Test
    void extraInfoHasTheTypeOfItsKey() {
        MemoryStream stream = new MemoryStream();
        SocketAddress address = InetSocketAddress.createUnresolved("host", 1);
        stream.extraInfo.put("client_addr", address);

        assertThat(stream.getExtraInfo(ExtraInfo.CLIENT_ADDR)).containsSame(address);
        assertThat(stream.getExtraInfo(ExtraInfo.SERVER_ADDR)).isEmpty();
    }

    @Test
    void extraInfoOfAnotherTypeThanItsKeysIsAnError() {
        MemoryStream stream = new MemoryStream();
        stream.extraInfo.put("ssl_session", "a string");

        assertThatExceptionOfType(ClassCastException.class)
                .isThrownBy(() -> stream.getExtraInfo(ExtraInfo.SSL_SESSION));
    }

    @Test
    void theInputViewReadsSingleBytesAsUnsignedUpToTheEnd() throws Exception {
        InputStream in = new MemoryStream((byte) 0, (byte) 0xff).inputStream();

        assertThat(in.read()).isZero();
        assertThat(in.read()).isEqualTo(255);
        assertThat(in.read()).isEqualTo(-1);
        assertThat(in.read()).isEqualTo(-1);
    }

    @Test
    void theInputViewReadsIntoAPartOfAnArray() throws Exception {
        InputStream in = new MemoryStream("hello".getBytes(US_ASCII)).inputStream();
        byte[] bytes = "........".getBytes(US_ASCII);

        assertThat(in.read(bytes, 2, 3)).isEqualTo(3);
        assertThat(bytes).asString(US_ASCII).isEqualTo("..hel...");
        assertThat(in.read(bytes)).isEqualTo(2);
        assertThat(in.read(bytes)).isEqualTo(-1);
    }

    @Test
    void theInputViewReadsNothingWhereNothingIsWantedEvenAtTheEnd() throws Exception {
        MemoryStream stream = new MemoryStream((byte) 1);

        assertThat(stream.inputStream().read(new byte[3], 3, 0)).isZero();
        assertThat(stream.unread()).isEqualTo(1);
        assertThat(new MemoryStream().inputStream().read(new byte[0])).isZero();
    }

    @Test
    void theViewsRejectARangeOutsideTheArray() {
        MemoryStream stream = new MemoryStream((byte) 1);

        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> stream.inputStream().read(new byte[3], 2, 2));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> stream.outputStream().write(new byte[3], -1, 2));
        assertThat(stream.unread()).isEqualTo(1);
        assertThat(stream.written.size()).isZero();
    }

    @Test
    void theOutputViewWritesBytesAndPartsOfArrays() throws Exception {
        MemoryStream stream = new MemoryStream();
        try (OutputStream out = stream.outputStream()) {
            out.write(0x100 | 'h');
            out.write("-ell-".getBytes(US_ASCII), 1, 3);
            out.write("o".getBytes(US_ASCII));
            out.flush();
        }
        assertThat(stream.written).hasToString("hello");
    }

    @Test
    void closingAViewClosesTheStream() throws Exception {
        MemoryStream read = new MemoryStream();
        MemoryStream written = new MemoryStream();

        read.inputStream().close();
        written.outputStream().close();

        assertThat(read.isOpen()).isFalse();
        assertThat(written.isOpen()).isFalse();
    }
}
