using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MultiAgentEdge.Host.Training.Networks;

internal readonly struct Lanes256(Vector256<float> value) : ILanes<Lanes256>
{
    private readonly Vector256<float> value = value;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Load(ref float from, nint at) => new(Vector256.LoadUnsafe(ref from, (nuint)at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Broadcast(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 MultiplyAdd(Lanes256 left, Lanes256 right, Lanes256 added) => new(Vector256.FusedMultiplyAdd(left.value, right.value, added.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Rectify(Lanes256 value) =>
        new(Vector256.ConditionalSelect(Vector256.LessThanOrEqual(value.value, Vector256<float>.Zero), Vector256<float>.Zero, value.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Add(Lanes256 left, Lanes256 right) => new(left.value + right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 WhereAboveZero(Lanes256 gate, Lanes256 value) =>
        new(Vector256.ConditionalSelect(Vector256.GreaterThan(gate.value, Vector256<float>.Zero), value.value, Vector256<float>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes256 value, ref float to, nint at) => value.value.StoreUnsafe(ref to, (nuint)at);
}
