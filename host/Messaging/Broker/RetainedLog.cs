using System.Buffers.Binary;
using System.Text;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>
/// A broker's retained messages in a file of checksummed records, one for each change, on disk before the change is acknowledged. A record
/// that a kill or a power cut tore ends the file; what came before it stands. Rewritten to what is still retained when it is opened, and
/// when it has grown to four times that.
/// </summary>
/// <remarks>A record: length of what follows and its CRC32 (4 bytes each, little-endian), QoS (1), length of the topic (2), topic (UTF-8),
/// payload; without a payload the topic is retained no more.</remarks>
public sealed class RetainedLog : IDisposable
{
    private const int HeaderBytes = 8;
    private const int LeastBytes = 3;

    /// <summary>Above the largest packet that the broker takes: a longer record is none.</summary>
    private const int MostBytes = 1 << 22;

    /// <summary>A smaller file is not worth rewriting.</summary>
    private const int LeastRewriteBytes = 1 << 20;

    private readonly Dictionary<string, RetainedMessage> _messages = new(StringComparer.Ordinal);
    private readonly string _path;
    private FileStream _file;
    private long _rewriteAbove;

    private RetainedLog(string path)
    {
        _path = path;
        if (File.Exists(path))
            Read(File.ReadAllBytes(path));
        Compact();
        _file = Append();
    }

    public IReadOnlyCollection<RetainedMessage> Messages => _messages.Values;

    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static RetainedLog Open(string path) => new(path);

    /// <summary>Keeps a message, or forgets its topic where there is no payload; on disk when this returns. From any thread.</summary>
    /// <exception cref="IOException">The disk is full or gone; nothing has changed.</exception>
    public void Set(RetainedMessage message)
    {
        lock (_messages)
        {
            var end = _file.Position;
            try
            {
                _file.Write(Record(message));
                _file.Flush(flushToDisk: true);
            }
            catch (IOException)
            {
                // Half a record would end the file for the reader, whatever is written after it.
                _file.SetLength(end);
                _file.Seek(end, SeekOrigin.Begin);
                throw;
            }

            Apply(message);
            if (_file.Position <= _rewriteAbove)
                return;
            _rewriteAbove = 2 * _file.Position;
            _file.Dispose();
            try
            {
                Compact();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // No room for both: the long file holds the same, and the next attempt is when it has doubled.
            }

            _file = Append();
        }
    }

    public void Dispose() => _file.Dispose();

    private void Compact()
    {
        var bytes = new MemoryStream();
        foreach (var message in _messages.Values)
            bytes.Write(Record(message));
        PrivateFile.Write(_path, bytes.ToArray());
        _rewriteAbove = Math.Max(LeastRewriteBytes, 4 * bytes.Length);
    }

    private FileStream Append()
    {
        var file = new FileStream(_path, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0);
        file.Seek(0, SeekOrigin.End);
        return file;
    }

    private static byte[] Record(RetainedMessage message)
    {
        var topic = Encoding.UTF8.GetBytes(message.Topic);
        var record = new byte[HeaderBytes + LeastBytes + topic.Length + message.Payload.Length];
        record[HeaderBytes] = (byte)message.Qos;
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(HeaderBytes + 1), (ushort)topic.Length);
        topic.CopyTo(record, HeaderBytes + LeastBytes);
        message.Payload.CopyTo(record, HeaderBytes + LeastBytes + topic.Length);
        BinaryPrimitives.WriteInt32LittleEndian(record, record.Length - HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4), Crc32.Compute(record, HeaderBytes, record.Length - HeaderBytes));
        return record;
    }

    private void Read(byte[] file)
    {
        for (var at = 0; at + HeaderBytes <= file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at));
            var body = at + HeaderBytes;
            if (length is < LeastBytes or > MostBytes || length > file.Length - body
                || BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 4)) != Crc32.Compute(file, body, length))
                return;
            int topic = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(body + 1));
            if (LeastBytes + topic > length)
                return;
            var payload = body + LeastBytes + topic;
            var name = Encoding.UTF8.GetString(file, body + LeastBytes, topic);
            Apply(new(name, file[payload..(body + length)], (QualityOfService)file[body]));
            at = body + length;
        }
    }

    private void Apply(RetainedMessage message)
    {
        if (message.Payload.Length == 0)
            _messages.Remove(message.Topic);
        else
            _messages[message.Topic] = message;
    }
}
