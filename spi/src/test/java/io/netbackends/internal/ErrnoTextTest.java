// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ErrnoTextTest {
    static Stream<ErrnoText> all() {
        return Stream.of(ErrnoText.BROKEN_PIPE, ErrnoText.BACKLOG_FULL, ErrnoText.NO_SUCH_FILE)
                .map(ErrnoText::unprobed); // threads of other tests may use the shared objects
    }

    @AfterEach
    void noInterruptIsLeft() {
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void isKnownInEnglish() {
        assertThat(ErrnoText.BROKEN_PIPE.isIn(new SocketException("Broken pipe")))
                .isTrue();
        assertThat(ErrnoText.BACKLOG_FULL.isIn(new SocketException("Resource temporarily unavailable")))
                .isTrue();
        assertThat(ErrnoText.NO_SUCH_FILE.isIn(new SocketException("No such file or directory")))
                .isTrue();
        assertThat(ErrnoText.BROKEN_PIPE.isIn(new SocketException("Connection reset")))
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("all")
    void isKnownInAnyOtherLanguageByWhatTheSystemSays(ErrnoText error) throws Exception {
        assertThat(error.isIn(new IOException())).isFalse();
        assertThat(error.text).isNull();
        assertThat(error.isIn(new SocketException("Connection reset"))).isFalse();
        assertThat(error.text).isNotEmpty().isEqualTo(error.probe());
        assertThat(error.isIn(new IOException(error.probe()))).isTrue();
        error.text = "Relais brisé (pipe)";
        assertThat(error.isIn(new IOException("Relais brisé (pipe)"))).isTrue();
        assertThat(error.isIn(new IOException("write to 127.0.0.1:80: Relais brisé (pipe)")))
                .isTrue();
        assertThat(error.isIn(new IOException("Protocol wrong type for socket")))
                .isFalse();
    }

    @Test
    void isNeverRecognizedWhereTheSystemHasNoTextForIt() {
        ErrnoText error = ErrnoText.BROKEN_PIPE.unprobed();
        error.text = "";
        assertThat(error.isIn(new IOException("Connexion ré-initialisée par le correspondant")))
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("all")
    void anInterruptedThreadFindsTheTextToo(ErrnoText error) throws Exception {
        Thread.currentThread().interrupt();
        try {
            assertThat(error.probe()).isNotEmpty();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
