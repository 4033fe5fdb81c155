using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using MultiAgentEdge.Host.Boards;

namespace MultiAgentEdge.Tests.Host.Boards.Flash;

/// <summary>Against a web server of one folder.</summary>
public sealed class ReleaseImageTests : IDisposable
{
    private static readonly byte[] Image = Encoding.ASCII.GetBytes(new string('x', 5000));
    private readonly string folder = Directory.CreateTempSubdirectory("mae release ").FullName;
    private readonly Dictionary<string, byte[]> files = new(StringComparer.Ordinal);
    private readonly TcpListener server = new(IPAddress.Loopback, 0);
    private int served;

    public ReleaseImageTests()
    {
        server.Start();
        _ = Task.Run(ServeAsync);
    }

    private Uri Address => new($"http://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}/v1/rover.bin");

    public void Dispose()
    {
        server.Stop();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task An_image_that_is_what_the_sums_say_is_kept()
    {
        files["/v1/rover.bin"] = Image;
        files["/v1/SHA256SUMS"] = Encoding.ASCII.GetBytes($"{new string('0', 64)}  other\n{Sum()}  rover.bin\n");
        var path = await Fetch();
        Assert.Equal(Image, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal(2, served);
        Assert.Equal(path, await Fetch());
        Assert.Equal(3, served); // the sums alone
    }

    [Fact]
    public async Task Another_image_one_that_is_not_listed_and_none_are_refused_and_nothing_is_kept()
    {
        files["/v1/rover.bin"] = Image[1..];
        files["/v1/SHA256SUMS"] = Encoding.ASCII.GetBytes($"{Sum()}  rover.bin\n");
        await Assert.ThrowsAsync<InvalidDataException>(Fetch);
        files["/v1/SHA256SUMS"] = Encoding.ASCII.GetBytes($"{Sum()}  another.bin\n");
        await Assert.ThrowsAsync<InvalidDataException>(Fetch);
        files.Remove("/v1/SHA256SUMS");
        await Assert.ThrowsAsync<HttpRequestException>(Fetch);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    private Task<string> Fetch() =>
        ReleaseImage.FetchAsync(Address, folder, TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

    private static string Sum() => Convert.ToHexStringLower(SHA256.HashData(Image));

    private async Task ServeAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await server.AcceptTcpClientAsync();
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return;
            }

            using (client)
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                var path = (await reader.ReadLineAsync())!.Split(' ')[1];
                while (await reader.ReadLineAsync() is { Length: > 0 })
                    continue;
                served++;
                var body = files.GetValueOrDefault(path);
                var head = $"HTTP/1.1 {(body is null ? "404 Not Found" : "200 OK")}\r\nContent-Length: {body?.Length ?? 0}\r\n"
                    + "Connection: close\r\n\r\n";
                await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
                await stream.WriteAsync(body ?? []);
            }
        }
    }
}
