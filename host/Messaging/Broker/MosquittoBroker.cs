using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>Eclipse Mosquitto as a child process on the loopback interface. It ends with this object, and with this process however that
/// ends.</summary>
public sealed class MosquittoBroker : IDisposable
{
    private const int PortAttempts = 5;
    private static readonly TimeSpan _portPause = TimeSpan.FromMilliseconds(100);

    /// <summary>First bytes of a database of Mosquitto 1 and 2.</summary>
    private static readonly byte[] _databaseMagic = [0x00, 0xB5, 0x00, (byte)'m', (byte)'o', (byte)'s', (byte)'q', (byte)'u', (byte)'i',
        (byte)'t', (byte)'t', (byte)'o'];

    private readonly MosquittoBrokerOptions _options;
    private readonly string _program;
    private bool _ownsFolder;
    private long _logStart;
    private GuardedProcess? _process;
    private bool _isDisposed;

    private MosquittoBroker(MosquittoBrokerOptions options, string program)
    {
        _options = options;
        _program = program;
        _ownsFolder = options.Folder is null;
        Folder = options.Folder is null
            ? Directory.CreateTempSubdirectory("mae-broker-").FullName
            : Directory.CreateDirectory(options.Folder).FullName;
        Port = options.Port;
    }

    public static string Host => "127.0.0.1";

    /// <summary>Stays the same over <see cref="Restart"/>.</summary>
    public int Port { get; private set; }

    /// <summary>Holds mosquitto.conf, mosquitto.log and mosquitto.db.</summary>
    public string Folder { get; }

    private string LogFile => Path.Combine(Folder, "mosquitto.log");

    /// <summary>Null while it is down.</summary>
    public int? ProcessId => _process is { HasExited: false } ? _process.ProcessId : null;

    /// <summary>A database that Mosquitto could not have read, and was put aside at the last start; null where there was none.</summary>
    public string? BrokenDatabase { get; private set; }

    /// <summary>Starts a broker and returns when it accepts connections.</summary>
    /// <exception cref="MessagingException">Mosquitto is not installed or does not start; the message holds its last words.</exception>
    public static MosquittoBroker Start(MosquittoBrokerOptions? options = null)
    {
        options ??= new MosquittoBrokerOptions();
        string program = options.Program ?? BrokerProgram.Find("mosquitto") ?? throw Errors.NoBroker(BrokerProgram.InstallCommand);
        var broker = new MosquittoBroker(options, program);
        try
        {
            broker.StartProcess();
            return broker;
        }
        catch
        {
            // The message points to the log.
            broker._ownsFolder = false;
            broker.Dispose();
            throw;
        }
    }

    /// <summary><c>kill -9</c>: no goodbye to clients, nothing saved.</summary>
    public void Kill()
    {
        _process?.Kill();
        _process?.Dispose();
        _process = null;
    }

    /// <summary>Starts again on the same port and folder; kills first where it still runs.</summary>
    public void Restart()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Kill();
        StartProcess();
    }

    /// <summary>Asks the broker to end and deletes the temporary folder.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _process?.Stop();
        _process?.Dispose();
        if (_ownsFolder)
            Directory.Delete(Folder, recursive: true);
    }

    private void StartProcess()
    {
        PutAsideBrokenDatabase();
        bool choosesPort = Port == 0;
        for (int attempt = 1; ; attempt++)
        {
            if (choosesPort)
                Port = FreePort.On(IPAddress.Loopback);
            string configuration = Path.Combine(Folder, "mosquitto.conf");
            File.WriteAllText(configuration, BrokerConfiguration.Text(Folder, Port, _options));
            _logStart = File.Exists(LogFile) ? new FileInfo(LogFile).Length : 0;
            _process = GuardedProcess.Start(_program, "-c", configuration);
            if (WaitUntilItAccepts(out string why))
                return;
            bool ended = _process.HasExited;
            Kill();

            // Somebody else may have taken the port between its choice and its use, or holds it for a moment as the near end of a
            // connection of his.
            if (attempt == PortAttempts || (!choosesPort && !ended))
                throw Errors.BrokerDoesNotStart(_program, Port, why, LogFile);
            if (!choosesPort)
                Thread.Sleep(_portPause);
        }
    }

    private bool WaitUntilItAccepts(out string why)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < _options.StartTimeout)
        {
            if (_process!.HasExited)
            {
                why = LastLogLine();
                return false;
            }

            try
            {
                using var probe = new TcpClient();
                probe.Connect(IPAddress.Loopback, Port);

                // Another program may have answered while ours was on its way out for lack of a port.
                if (HasLogged("running"))
                {
                    why = "";
                    return true;
                }
            }
            catch (SocketException)
            {
                // Not listening yet.
            }

            Thread.Sleep(10);
        }

        why = $"no answer within {_options.StartTimeout.TotalSeconds:0.###} s";
        return false;
    }

    private void PutAsideBrokenDatabase()
    {
        BrokenDatabase = null;
        string database = Path.Combine(Folder, "mosquitto.db");
        if (!File.Exists(database))
            return;
        byte[] head = new byte[_databaseMagic.Length];
        using (var file = File.OpenRead(database))
        {
            if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length
                && head.AsSpan().SequenceEqual(_databaseMagic))
                return;
        }

        BrokenDatabase = database + ".broken";
        File.Move(database, BrokenDatabase, overwrite: true);
    }

    private bool HasLogged(string word) => ReadLog().Contains(word, StringComparison.Ordinal);

    private string LastLogLine()
    {
        string[] lines = ReadLog().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.LastOrDefault(l => l.Contains("Error", StringComparison.Ordinal))
            ?? lines.LastOrDefault() ?? "it ended without a word";
    }

    // What this start has written; earlier runs in the same folder stand before it.
    private string ReadLog()
    {
        if (!File.Exists(LogFile))
            return "";
        using var file = new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(_logStart, SeekOrigin.Begin);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
