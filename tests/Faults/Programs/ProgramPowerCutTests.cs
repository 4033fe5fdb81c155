using MultiAgentEdge.Firmware;
using MultiAgentEdge.Firmware.Loading;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Fleet.Firmware;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Programs;
using MultiAgentEdge.Tests.Harness;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Faults.Programs;

/// <summary>
/// The power goes in every write and erase of an update, from the program's word that one is wanted to the new program's word that it is
/// alive, at many torn bytes. Every start must run the old or the new program whole, and an update must get through in the end.
/// </summary>
public sealed class ProgramPowerCutTests
{
    private const int ChunkBytes = 64;
    private const int BlockBytes = 512;
    private const int SlotBlocks = 6;
    private const uint BuiltIn = 1 << 16;
    private const int TornSeeds = 50;

    private static readonly FirmwareFile[] Images =
        [.. new[] { 600, 1500, 0, 900, 300 }.Select((fill, i) => FirmwareFolder.Simulated("good", (uint)(i + 2) << 16, fill))];

    /// <summary>The flash before, what runs then, what is pushed.</summary>
    private static readonly (string Name, byte[] Flash, FirmwareFile? Old, FirmwareFile New)[] Starts =
    [
        ("blank", After(), null, Images[0]),
        ("one before", After(Images[0]), Images[0], Images[1]),
        ("two before", After(Images[0], Images[1]), Images[1], Images[2]),
        ("the record's block is full", After(Images[0], Images[1], Images[2]), Images[2], Images[3]),
        ("another half taken", Half(After(Images[0]), Images[3]), Images[0], Images[1]),
    ];

    [Fact]
    public void Every_cut_leaves_the_old_or_the_new_program_whole()
    {
        var cuts = 0;
        foreach (var start in Starts)
        {
            var whole = Load(start.Flash, 1);
            Update(whole, start.New);
            Assert.True(Running(whole).Bytes!.AsSpan().SequenceEqual(start.New.Bytes), $"{start.Name}: the update does not get through");
            var operations = (int)whole.Operations;
            for (var operation = 1; operation <= operations; operation++)
            {
                for (var torn = 0; torn < TornSeeds; torn++)
                {
                    var flash = Load(start.Flash, (ulong)torn + 1);
                    flash.CutAt(operation);
                    Update(flash, start.New);
                    if (flash.IsPowered)
                        continue; // the torn start before took another way
                    flash.PowerOn();
                    cuts++;
                    Check(flash, start.Old, start.New, $"{start.Name}, cut {operation} of {operations}, torn {torn}");
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{cuts} cut points");
        Assert.True(cuts >= 10_000, $"only {cuts} cut points");
    }

    [Fact]
    public void Cuts_during_the_recovery_leave_a_whole_program_too()
    {
        var random = new Xoshiro256(31);
        for (var sample = 0; sample < 3000; sample++)
        {
            var start = Starts[random.NextInt32(Starts.Length)];
            var flash = Load(start.Flash, (ulong)sample + 1);
            var cuts = 2 + random.NextInt32(4);
            for (var cut = 0; cut < cuts; cut++)
            {
                flash.CutAt(1 + random.NextInt32(80));
                Update(flash, start.New);
                flash.PowerOn();
            }

            Check(flash, start.Old, start.New, $"{start.Name}, sample {sample}");
        }
    }

    [Fact]
    public void A_program_that_never_says_that_it_is_alive_is_started_once()
    {
        var flash = Load(Starts[1].Flash, 1);
        Update(flash, Starts[1].New, isAlive: false);
        var board = new Board(flash);
        Assert.Equal(BootAction.RunSlot, board.Action);
        Assert.Equal(Images[0].Bytes, board.Running().Bytes);
        Assert.Equal(CondemnedFor.Crashed, board.Record.Reason);
        // The same image is not taken again; the next version is.
        Update(flash, Starts[1].New);
        Assert.Equal(Images[0].Bytes, Running(flash).Bytes);
        Update(flash, Images[2]);
        Assert.Equal(Images[2].Bytes, Running(flash).Bytes);
    }

    [Fact]
    public void A_program_that_rots_in_the_flash_is_followed_by_the_one_before()
    {
        var flash = Load(Starts[2].Flash, 1);
        var board = new Board(flash);
        var content = flash.Snapshot();
        // A byte in the middle of the slot that runs.
        content[((BootRecord.Blocks + (board.Loader.Slot * SlotBlocks)) * BlockBytes) + 700] ^= 1;
        flash.Load(content);
        var next = new Board(flash);
        Assert.Equal(Images[0].Bytes, next.Running().Bytes);
        Assert.Equal(CondemnedFor.Damaged, next.Record.Reason);
    }

    private static void Check(SimulatedFlash flash, FirmwareFile? old, FirmwareFile next, string where)
    {
        var found = Running(flash);
        var isOld = old is null ? found.IsBuiltIn : found.Bytes is not null && found.Bytes.AsSpan().SequenceEqual(old.Bytes);
        if (!isOld && !(found.Bytes is not null && found.Bytes.AsSpan().SequenceEqual(next.Bytes)))
            Assert.Fail($"{where}: neither the old nor the new program runs");
        Update(flash, Images[4]);
        if (Running(flash).Bytes is not { } last || !last.AsSpan().SequenceEqual(Images[4].Bytes))
            Assert.Fail($"{where}: the next update does not get through");
    }

    private static (bool IsBuiltIn, byte[]? Bytes) Running(SimulatedFlash flash)
    {
        var board = new Board(flash);
        if (board.Action == BootAction.Update)
            board = new Board(flash);
        // A program on trial was started: it says that it is alive, as a good one does.
        board.Record.TryConfirm();
        return board.Running();
    }

    /// <summary>As far as the power lasts.</summary>
    private static void Update(SimulatedFlash flash, FirmwareFile image, bool isAlive = true)
    {
        var board = new Board(flash);
        if (board.Action != BootAction.Update)
        {
            board.Alive();
            board.Hear(image, DesiredFrame.StageOnly);
            board.Watch();
            board = new Board(flash);
        }

        if (board.Action != BootAction.Update)
            return;
        board.Hear(image, DesiredFrame.StageOnly);
        for (var from = 0; from < image.Bytes.Length; from += ChunkBytes)
            board.Hear(image, from);
        board.Hear(image, 0u);
        board.Load();
        board = new Board(flash);
        if (isAlive)
            board.Alive();
    }

    private static byte[] After(params FirmwareFile[] images)
    {
        var flash = new SimulatedFlash(BootRecord.Blocks + (2 * SlotBlocks), BlockBytes);
        foreach (var image in images)
            Update(flash, image);
        return flash.Snapshot();
    }

    private static byte[] Half(byte[] content, FirmwareFile image)
    {
        var flash = Load(content, 1);
        var board = new Board(flash);
        board.Record.IsUpdateWanted = true;
        board.Record.TryWrite();
        board = new Board(flash);
        board.Hear(image, DesiredFrame.StageOnly);
        for (var from = 0; from < image.Bytes.Length / 2; from += ChunkBytes)
            board.Hear(image, from);
        board.Load();
        return flash.Snapshot();
    }

    private static SimulatedFlash Load(byte[] content, ulong seed)
    {
        var flash = new SimulatedFlash(BootRecord.Blocks + (2 * SlotBlocks), BlockBytes, seed);
        flash.Load(content);
        return flash;
    }

    /// <summary>One start of a board.</summary>
    private sealed class Board
    {
        private readonly FakeLink link = new() { IsConnected = true };
        private readonly SimulatedClock clock = new();
        private readonly ProgramSlots slots;
        private readonly ProgramHost host;
        private uint sequence;

        public Board(SimulatedFlash flash)
        {
            Record = new BootRecord(flash, 0);
            slots = new ProgramSlots(flash, BootRecord.Blocks, SlotBlocks, SlotBlocks * BlockBytes / ChunkBytes);
            Loader = new ProgramLoader(Record, slots, BuiltIn);
            Action = Loader.Start();
            host = new ProgramHost
            {
                Fleet = "f", Name = "rover-1", Link = link, Clock = clock, Record = Record, Kind = BoardKind.Simulated,
                Native = ProgramImage.NativeOf("simulated"), SlotBytes = slots.SlotBytes, ChunkBytes = ChunkBytes,
            };
        }

        public BootRecord Record { get; }

        public ProgramLoader Loader { get; }

        public BootAction Action { get; }

        public (bool IsBuiltIn, byte[]? Bytes) Running()
        {
            if (Action != BootAction.RunSlot)
                return (Action == BootAction.RunBuiltIn, null);
            var bytes = new byte[slots.BytesOf(Loader.Slot)];
            return (false, slots.TryRead(Loader.Slot, 0, bytes, 0, bytes.Length) ? bytes : null);
        }

        public void Hear(FirmwareFile image, uint activateAtTick)
        {
            var frame = new DesiredFrame
            {
                Version = image.Version, Crc32 = image.Crc, ByteCount = image.Bytes.Length, ChunkBytes = ChunkBytes,
                ActivateAtTick = activateAtTick,
            };
            Queue("desired", FrameKind.Desired, frame.Write);
        }

        public void Hear(FirmwareFile image, int from)
        {
            var length = Math.Min(ChunkBytes, image.Bytes.Length - from);
            var frame = new ChunkFrame(ChunkBytes)
            {
                Version = image.Version, Crc32 = image.Crc, Index = from / ChunkBytes, Length = length,
            };
            Array.Copy(image.Bytes, from, frame.Data, 0, length);
            Queue("chunk", FrameKind.Chunk, frame.Write);
        }

        /// <summary>What was heard, by the loader.</summary>
        public void Load()
        {
            var receiver = new UpdateReceiver(host, slots, isRecovery: false);
            while (link.Heard.Count > 0 && !receiver.IsDone)
                receiver.Poll();
        }

        /// <summary>What was heard, by the program.</summary>
        public void Watch()
        {
            var watch = new ProgramWatch(host);
            var message = new MultiAgentEdge.Hardware.LinkMessage(1024);
            var header = new FrameHeader();
            while (link.TryReceive(message))
            {
                Assert.Equal(FrameStatus.Ok, FrameCodec.TryOpen(message.Payload, message.Length, header));
                Assert.True(watch.TryTake(message, header, atRest: true));
            }
        }

        /// <summary>The program holds its broker for five seconds.</summary>
        public void Alive()
        {
            if (Action is not BootAction.RunSlot)
                return;
            var watch = new ProgramWatch(host);
            watch.Poll(0);
            watch.Poll(ProgramWatch.AliveUs);
        }

        private void Queue(string leaf, FrameKind kind, Func<byte[], int, int> write)
        {
            var buffer = new byte[1024];
            var length = FrameCodec.Seal(buffer, kind, 1, ++sequence, 0, write(buffer, FrameCodec.HeaderBytes));
            link.Heard.Enqueue(($"mae/1/f/rover-1/firmware/{leaf}", buffer[..length]));
        }
    }
}
