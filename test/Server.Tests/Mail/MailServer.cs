using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Muster.Server.Tests.Mail;

/// <summary>Debian's aiosmtpd, a real SMTP server, writing what it takes to a folder.</summary>
internal sealed class MailServer : IDisposable
{
    public const string Package = "python3-aiosmtpd";

    private readonly Process process;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("muster-mail-");

    private MailServer(int port)
    {
        Port = port;
        var start = new ProcessStartInfo("/usr/bin/python3")
        {
            ArgumentList =
            {
                "-m", "aiosmtpd", "-n", "-l", $"127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Mailbox",
                Path.Combine(folder.FullName, "box"),
            },
            RedirectStandardError = true,
        };
        process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
    }

    public int Port { get; }

    /// <summary>Listens when this ends.</summary>
    public static async Task<MailServer> Start(int? port = null)
    {
        var server = new MailServer(port ?? FreePort());
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, server.Port);
                using var greeting = new StreamReader(client.GetStream());
                await greeting.ReadLineAsync();
                return server;
            }
            catch (SocketException) when (!server.process.HasExited)
            {
                // it is still starting
            }
        }
    }

    /// <summary>What it has taken so far, as it came in.</summary>
    public string[] Taken() => Directory.Exists(Path.Combine(folder.FullName, "box", "new"))
        ? [.. Directory.GetFiles(Path.Combine(folder.FullName, "box", "new")).Order().Select(File.ReadAllText)]
        : [];

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        folder.Delete(recursive: true);
    }
}
