using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Telemetry.Records;
using MultiAgentEdge.Tests.Host.Outside;

namespace MultiAgentEdge.Tests.Host.Cli.Verbs.Runs;

/// <summary>A record as the field's own library reads it: @mcap/core from npm, message by message, with every checksum.</summary>
public sealed class McapFromOutsideTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae outside ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Mcap_core_reads_a_record_message_by_message()
    {
        var modules = await NodePackages.Need("mcap", "@mcap/core@2.2.2", "fzstd@0.1.1");
        var run = await CliRun.Of(
            "run", "formation", "--shape", "polygon", "--rovers", "3", "--periods", "40", "--in-process", "--speed", "0",
            "--runs", folder, "--json");
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        var path = Path.Combine(run.Json.GetProperty("run_dir").GetString()!, RunRecord.FileName);

        var said = JsonDocument.Parse(await NodePackages.Run(
            "node", folder, Path.Combine(Here(), "read-mcap.mjs"), path, modules)).RootElement;

        using var reader = McapReader.Open(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var message in reader.Read())
            hash.AppendData(message.Data);
        Assert.Equal(Convert.ToHexStringLower(hash.GetHashAndReset()), said.GetProperty("digest").GetString());
        Assert.Equal(reader.Messages, said.GetProperty("messages").GetUInt64());
        Assert.Equal(reader.Messages, said.GetProperty("statistics").GetUInt64());
        Assert.Equal(reader.Messages, said.GetProperty("streamed").GetProperty("Message").GetUInt64());
        Assert.True(said.GetProperty("ordered").GetBoolean());
        Assert.True(said.GetProperty("ended").GetBoolean());
        var topics = said.GetProperty("topics");
        Assert.Equal(40, topics.GetProperty("/rover-2/signals").GetProperty("messages").GetInt32());
        Assert.Equal("foxglove.SceneUpdate", topics.GetProperty("/scene").GetProperty("schema").GetString());
        Assert.Equal("foxglove.PosesInFrame", topics.GetProperty("/poses").GetProperty("schema").GetString());
        Assert.Equal("mae-frame", topics.GetProperty("mae/1/s1/rover-1/state").GetProperty("encoding").GetString());
        Assert.Equal("simulated", said.GetProperty("metadata").GetProperty("mae").GetProperty("clock").GetString());
        var header = JsonDocument.Parse(said.GetProperty("attachments")[0].GetProperty("text").GetString()!).RootElement;
        Assert.Equal("run formation", header.GetProperty("verb").GetString());
        Assert.False(header.TryGetProperty("started_utc", out _), "a simulated run's record knows no clock");
    }

    private static string Here([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../../Telemetry/Records"));
}
