using MultiAgentEdge.Linalg;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Tests.Shared.Parameters;

/// <summary>Parameter sets with seeded numbers, and a push of one into a store.</summary>
public static class TestSets
{
    public static byte[] Build(uint version, int numbers, ulong seed = 1)
    {
        byte[] buffer = new byte[128 + (8 * numbers)];
        var random = new Xoshiro256(seed + (1000 * version));
        double[] data = new double[numbers];
        for (int i = 0; i < numbers; i++)
            data[i] = random.NextUniform(-1, 1);
        var builder = new ParameterSetBuilder(MissionKind.Formation, version, buffer);
        builder.Add(ParameterId.StateReference, data, numbers);
        return buffer[..builder.Finish()];
    }

    /// <summary>Copies the active set; its length, 0 where there is none or it is no longer whole.</summary>
    public static int TryLoadActive(this ParameterStore store, byte[] into) => TryLoad(store.OpenActive(), into);

    public static int TryLoad(IParameterBytes? bytes, byte[] into) =>
        bytes is not null && bytes.Length <= into.Length && bytes.TryRead(0, into, 0, bytes.Length) ? bytes.Length : 0;

    public static uint Version(byte[] blob) => BitConverter.ToUInt32(blob, 8);

    public static int ChunkCount(byte[] blob, int chunkBytes) => (blob.Length + chunkBytes - 1) / chunkBytes;

    public static StoreStatus Begin(ParameterStore store, byte[] blob, int chunkBytes, bool allowRollback = false) =>
        store.BeginWrite(Version(blob), blob.Length, BitConverter.ToUInt32(blob, blob.Length - 4), chunkBytes, allowRollback);

    public static StoreStatus Write(ParameterStore store, byte[] blob, int chunkBytes, int index) =>
        store.WriteChunk(index, blob, index * chunkBytes, Math.Min(chunkBytes, blob.Length - (index * chunkBytes)));

    /// <summary>Begins or resumes, writes what is missing and commits; the first refusal ends it.</summary>
    public static StoreStatus Push(
        ParameterStore store, byte[] blob, int chunkBytes, bool allowRollback = false, bool lastChunkFirst = false)
    {
        StoreStatus begun = Begin(store, blob, chunkBytes, allowRollback);
        if (begun is not (StoreStatus.Ok or StoreStatus.Resumed))
            return begun;
        int chunks = ChunkCount(blob, chunkBytes);
        for (int i = 0; i < chunks; i++)
        {
            StoreStatus written = Write(store, blob, chunkBytes, lastChunkFirst ? chunks - 1 - i : i);
            if (written != StoreStatus.Ok)
                return written;
        }

        return store.Commit();
    }
}
