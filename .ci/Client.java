// SPDX-License-Identifier: Apache-2.0
import java.io.InputStream;
import java.net.URL;

/** A client that knows nothing of netbackends: gets a URL and, with a second argument, gets it again for each byte of its input. */
public class Client {
    public static void main(String[] arguments) throws Exception {
        System.setProperty("http.keepAlive", "false"); // an agent sees connections made after it was attached
        do {
            try (InputStream in = new URL(arguments[0]).openStream()) {
                in.readAllBytes();
            }
            System.out.println("got it");
        } while (arguments.length > 1 && System.in.read() >= 0);
    }
}
