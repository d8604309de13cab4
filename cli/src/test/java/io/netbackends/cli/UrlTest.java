// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netbackends.support.HostAndPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTest {
    @ParameterizedTest
    @CsvSource({
        "http://example.com, false, example.com, 80, example.com, /",
        "https://example.com, true, example.com, 443, example.com, /",
        "HTTPS://example.com/, true, example.com, 443, example.com, /",
        "http://example.com:8080/a/b?c=d&e, false, example.com, 8080, example.com:8080, /a/b?c=d&e",
        "http://example.com:80/, false, example.com, 80, example.com, /",
        "https://example.com:80/, true, example.com, 80, example.com:80, /",
        "http://example.com:/, false, example.com, 80, example.com, /",
        "http://example.com?q, false, example.com, 80, example.com, /?q",
        "http://example.com/a#fragment, false, example.com, 80, example.com, /a",
        "http://example.com//a//b, false, example.com, 80, example.com, //a//b",
        "http://example.com/a/../b/%2e%C3%A4, false, example.com, 80, example.com, /a/../b/%2e%C3%A4",
        "http://my_host.local/, false, my_host.local, 80, my_host.local, /",
        "http://127.0.0.1:1/, false, 127.0.0.1, 1, 127.0.0.1:1, /",
        "http://bücher.example:8080/a, false, xn--bcher-kva.example, 8080, xn--bcher-kva.example:8080, /a",
        "https://bücher.example, true, xn--bcher-kva.example, 443, xn--bcher-kva.example, /",
        "http://１２７。0.0.1/, false, 127.0.0.1, 80, 127.0.0.1, /",
        "http://[::1]/, false, ::1, 80, [::1], /",
        "http://[::1]:8080/x, false, ::1, 8080, [::1]:8080, /x",
        "http://[fe80::1%eth0]:8080/x, false, fe80::1%eth0, 8080, [fe80::1]:8080, /x",
    })
    void takes_a_url_apart(String text, boolean tls, String host, int port, String authority, String target)
            throws Exception {
        assertThat(Url.parse(text)).isEqualTo(new Url(tls, new HostAndPort(host, port), authority, target));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "example.com | must begin with http:// or https://",
                "localhost:8080/x | must begin with http:// or https://",
                "http:/example.com | must begin with http:// or https://",
                "'' | must begin with http:// or https://",
                "' http://example.com' | must begin with http:// or https://",
                "http:// | expected authority at index 7",
                "http:///path | host () must not be empty",
                "http://:80/ | host () must not be empty",
                "http://example.com:99999/ | port (99999) must be between 0 and 65535",
                "http://example.com:99999999999/ | port (99999999999) must be between 0 and 65535",
                "http://example.com:http/ | host and port (example.com:http) must be HOST or HOST:PORT",
                "http://example.com:-1/ | host and port (example.com:-1) must be HOST or HOST:PORT",
                "http://a:b:c/ | host and port (a:b:c) must be HOST or HOST:PORT",
                "http://exa%6dple.com/ | must be HOST or HOST:PORT",
                "http://example.com/a b | must be ASCII without white space",
                "http://０177.0.0.1/ | four decimal numbers",
                "http://bü cher.example/ | must be ASCII without white space",
                "http://bücher.example/ä | must be ASCII without white space",
                "http://example.com/ä | must be ASCII without white space",
                "http://example.com/%zz | malformed escape pair at index 19",
                "http://[::1/ | index",
                "http://[nonsense]/ | index",
            })
    void says_what_is_malformed(String text, String why) {
        CommandException e = catchThrowableOfType(CommandException.class, () -> Url.parse(text));
        assertThat(e.exitCode()).isEqualTo(3);
        assertThat(e)
                .hasMessageStartingWith("URL (" + text + ") is malformed: ")
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://user:secret@example.com/",
                "http://secret@example.com:x/",
                "http://üser:secret@example.com/",
                "http://secret:ü@example.com/",
                "http://user:secret#secret@example.com/",
                "http://user:secret/secret@example.com/",
                "http://user:secret?secret@secret@example.com/",
                "http://user:secret%zz@example.com/",
                "http://user:secret[@example.com/",
                "gopher://user:secret@example.com/",
            })
    void a_password_is_not_shown(String url) {
        CommandException e = catchThrowableOfType(CommandException.class, () -> Url.parse(url));
        assertThat(e).hasMessageContaining("://***@example.com").hasMessageNotContaining("secret");
    }

    @Test
    void has_curls_exit_code_for_another_scheme() {
        CommandException e = catchThrowableOfType(CommandException.class, () -> Url.parse("ftp://example.com/"));
        assertThat(e.exitCode()).isEqualTo(1);
        assertThat(e).hasMessage("URL (ftp://example.com/): scheme must be http or https");
    }
}
