// SPDX-License-Identifier: Apache-2.0
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkStreamInterface;

/** A program that uses the backend that was selected. */
public class Program {
    public static void main(String[] arguments) throws Exception {
        try (NetworkStreamInterface stream = new NetworkBackend().connect("localhost", 8000)) {
            stream.write("GET / HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
            stream.inputStream().readAllBytes();
        }
    }
}
