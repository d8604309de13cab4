// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The outcome of a connect for each kind of path. */
class UnixConnectTest extends UnixSocketTestBase {
    @Test
    void aFileThatIsMissingIsARefusalThatSaysSo() {
        try (Timeout timeout = Timeout.after(LONG)) {
            assertThatThrownBy(() -> connect(path("missing")))
                    .isExactlyInstanceOf(ConnectException.class)
                    .hasMessage("connect to " + path("missing") + ": there is no such file");
            assertThat(timeout.isExpired()).isFalse();
        }
    }

    @Test
    void aFileThatAppearsJustAfterIsARefusalAllTheSame() throws Exception {
        IOException failure = catchThrowableOfType(
                IOException.class,
                () -> SocketChannel.open(UnixDomainSocketAddress.of(path("s"))).close());
        try (ServerSocketChannel server = listen(path("s"))) {
            assertThat(ConnectErrorExplainer.explained("connect", path("s"), failure))
                    .isExactlyInstanceOf(ConnectException.class)
                    .hasMessage("connect: the file did not exist when the call was made, but exists now");
            assertReaches(server, path("s"));
        }
    }

    @Test
    void aSymbolicLinkThatDanglesIsARefusalThatSaysSo() throws Exception {
        Files.createSymbolicLink(path("link"), path("missing"));
        assertThatThrownBy(() -> connect(path("link")))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage("connect to " + path("link") + ": the symbolic link leads to no file");
    }

    @Test
    void aSocketWhoseServerIsGoneRefusesAndStaysWhereItIs() throws Exception {
        Path stale = stale("stale");
        assertThatThrownBy(() -> connect(stale))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage("connect to " + stale + ": connection refused, nothing listens on it");
        assertThat(files()).containsExactly("stale");
    }

    @Test
    void aSocketThatIsBoundAndDoesNotListenRefuses() throws Exception {
        try (SocketChannel bound = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            bound.bind(UnixDomainSocketAddress.of(path("bound")));
            assertThatThrownBy(() -> connect(path("bound"))).isExactlyInstanceOf(ConnectException.class);
        }
        assertThat(files()).containsExactly("bound");
    }

    @Test
    void aRegularFileRefusesAndIsUntouched() throws Exception {
        Path file = Files.writeString(path("file"), "precious");
        assertThatThrownBy(() -> connect(file))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage("connect to " + file + ": it is a regular file, not a socket");
        assertThat(file).hasContent("precious");
    }

    @Test
    void aDirectoryRefuses() {
        assertThatThrownBy(() -> connect(directory))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage("connect to " + directory + ": it is a directory, not a socket");
    }

    @Test
    void aPathThroughAFileNamesThePath() throws Exception {
        Path beneath = Files.writeString(path("file"), "").resolve("socket");
        assertThatThrownBy(() -> connect(beneath))
                .isInstanceOf(SocketException.class)
                .hasMessageStartingWith("connect to " + beneath + ": ");
    }

    @Test
    void aSocketForDatagramsFailsAtOnceAndSaysSo() throws Exception {
        Path path = path("datagrams");
        String script = "import socket,sys;s=socket.socket(socket.AF_UNIX,socket.SOCK_DGRAM);s.bind(sys.argv[1]);"
                + "print('.',flush=True);sys.stdin.read()";
        Process peer = python(script, path);
        try (Timeout timeout = Timeout.after(LONG)) {
            assertThatThrownBy(() -> connect(path))
                    .isExactlyInstanceOf(SocketException.class)
                    .hasMessageStartingWith("connect to " + path + ": ")
                    .hasMessageEndingWith(", it may be a socket for datagrams");
            assertThat(timeout.isExpired()).isFalse();
        } finally {
            peer.destroy();
        }
    }

    private static Process python(String script, Path path) throws Exception {
        Process peer = null;
        try {
            peer = new ProcessBuilder("python3", "-c", script, path.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "python3 is not there: " + e.getMessage());
        }
        assertThat(peer.getInputStream().read()).isEqualTo('.');
        return peer;
    }

    @Test
    void withoutPermissionItSaysSo() throws Exception {
        assumeTrue(
                Files.getOwner(directory).getName().equals(System.getProperty("user.name")),
                "the file system reports other owners");
        assumeTrue(!System.getProperty("user.name").equals("root"), "root may connect to everything");
        try (ServerSocketChannel server = listen(path("s"))) {
            assertReaches(server, path("s"));
            Files.setPosixFilePermissions(path("s"), PosixFilePermissions.fromString("---------"));
            assertThatThrownBy(() -> connect(path("s")))
                    .isExactlyInstanceOf(SocketException.class)
                    .hasMessage("connect to " + path("s") + ": permission denied");

            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rw-------"));
            assertThatThrownBy(() -> connect(path("s")))
                    .isExactlyInstanceOf(SocketException.class)
                    .hasMessage("connect to " + path("s") + ": permission denied");
        } finally {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aPathMayHaveAsManyBytesAsTheJdkTakesAndNoMore() throws Exception {
        try (ServerSocketChannel server = listen(pathOf(106))) {
            assertReaches(server, pathOf(106));
        }
        long before = descriptors();
        for (int bytes : new int[] {107, 108, 4096}) {
            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> connect(pathOf(bytes)))
                        .isExactlyInstanceOf(SocketException.class)
                        .hasMessage("connect to " + pathOf(bytes) + ": the path has " + bytes
                                + " bytes; at most 106 are possible");
            }
        }
        assertThat(descriptors()).isLessThanOrEqualTo(before + 2);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatCountsIsBytesAndNotCharacters() {
        assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "file names are not UTF-8");
        Path path = path("é".repeat(50));
        int bytes = path.toString().getBytes(UTF_8).length;
        assertThat(path.toString().length()).isLessThanOrEqualTo(106);
        assertThatThrownBy(() -> connect(path))
                .isExactlyInstanceOf(SocketException.class)
                .hasMessageEndingWith("the path has " + bytes + " bytes; at most 106 are possible");
    }

    @Test
    void namesMayHaveSpacesAndAnyCharacters() throws Exception {
        for (String name : List.of("with space", "ünïcødé 漢字", "a=b,c:d", "x@y", "-x")) {
            try (ServerSocketChannel server = listen(path(name))) {
                assertReaches(server, path(name));
            }
        }
    }

    @Test
    void aPathMayBeRelativeAndASymbolicLink() throws Exception {
        try (ServerSocketChannel server = listen(path("s"))) {
            assertReaches(server, Path.of("").toAbsolutePath().relativize(path("s")));
            assertReaches(server, Files.createSymbolicLink(path("link"), path("s")));
        }
    }

    @Test
    void aConnectionOutlivesItsFile() throws Exception {
        try (ServerSocketChannel server = listen(path("s"));
                NetworkStreamInterface stream = connect(path("s"))) {
            Files.delete(path("s"));
            assertConnected(stream, server);
        }
    }

    @Test
    void aServerThatHasStartedAgainIsReached() throws Exception {
        ServerSocketChannel first = listen(path("s"));
        assertReaches(first, path("s"));
        first.close();
        assertThatThrownBy(() -> connect(path("s"))).isInstanceOf(ConnectException.class);
        Files.delete(path("s"));
        try (ServerSocketChannel second = listen(path("s"))) {
            assertReaches(second, path("s"));
        }
    }

    @Test
    void connectingMakesNoFilesAndLeavesNoDescriptors() throws Exception {
        stale("stale");
        Files.writeString(path("file"), "");
        try (ServerSocketChannel server = listen(path("s"))) {
            List<String> files = files();
            long descriptors = descriptors();
            for (int i = 0; i < 100; i++) {
                assertReaches(server, path("s"));
                for (String name : List.of("stale", "file", "missing")) {
                    assertThatThrownBy(() -> connect(path(name))).isInstanceOf(ConnectException.class);
                }
            }
            assertThat(files()).isEqualTo(files);
            assertThat(descriptors()).isLessThanOrEqualTo(descriptors + 2);
        }
    }

    @Test
    void abstractNamesAreRefusedWithAWordAboutThem() throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> connect(Path.of("@name")))
                .withMessage(
                        "path (@name) begins with @, as abstract names are written, which cannot be reached from the "
                                + "JDK; a file of that name is ./@name");
        assertThatIllegalArgumentException().isThrownBy(() -> UnixSocketBackend.of(Path.of("@name")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SocketPath.parse("\0name"))
                .withMessage("path (@name) begins with a NUL character: abstract names cannot be reached from the JDK");
    }

    @Test
    void anEmptyPathIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> connect(Path.of("")))
                .withMessage("path () must not be empty");
    }

    @Test
    void aPathOfAnotherFileSystemIsRefused() throws Exception {
        URI zip = URI.create("jar:" + path("a.zip").toUri());
        try (FileSystem other = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> UnixSocketBackend.of(other.getPath("/s")))
                    .withMessageContainingAll("a.zip", "/s", "must be of the default file system");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> UnixSocketBackend.builder().route("host", other.getPath("/s")));
        }
    }
}
