using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace MultiAgentEdge.Host.Boards;

/// <summary>Puts the counting in front of every basic block of one method.</summary>
internal sealed class BlockCounter(MethodDefinition method, FieldReference[] counters)
{
    private readonly MethodBody body = method.Body;

    public void Instrument()
    {
        var original = body.Instructions.ToList();
        var leaders = Leaders(original);
        var il = body.GetILProcessor();
        // Inserted code moves targets apart: every branch gets its long form first.
        body.SimplifyMacros();
        var heads = new Dictionary<Instruction, Instruction>();
        for (var i = 0; i < original.Count; i++)
        {
            if (!leaders.Contains(original[i]))
                continue;
            var end = i + 1;
            while (end < original.Count && !leaders.Contains(original[end]))
                end++;
            var block = original[i..end];
            long[] counts = [block.Count, block.Count(IsCall), block.Count(IsAllocation)];
            for (var k = 0; k < counts.Length; k++)
            {
                if (counts[k] > 0)
                    Count(il, original[i], counters[k], counts[k], heads);
            }
        }

        Redirect(heads);
        body.OptimizeMacros();
    }

    private static void Count(
        ILProcessor il, Instruction leader, FieldReference counter, long count, Dictionary<Instruction, Instruction> heads)
    {
        var first = il.Create(OpCodes.Ldsfld, counter);
        il.InsertBefore(leader, first);
        il.InsertBefore(leader, il.Create(OpCodes.Ldc_I8, count));
        il.InsertBefore(leader, il.Create(OpCodes.Add));
        il.InsertBefore(leader, il.Create(OpCodes.Stsfld, counter));
        heads.TryAdd(leader, first);
    }

    private HashSet<Instruction> Leaders(List<Instruction> instructions)
    {
        HashSet<Instruction> leaders = [instructions[0]];
        foreach (var instruction in instructions)
        {
            if (instruction.Operand is Instruction target)
                leaders.Add(target);
            else if (instruction.Operand is Instruction[] targets)
                leaders.UnionWith(targets);
            if (instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch or FlowControl.Return or FlowControl.Throw
                && instruction.Next is { } next)
                leaders.Add(next);
        }

        foreach (var handler in body.ExceptionHandlers)
        {
            leaders.UnionWith(
                new[] { handler.TryStart, handler.TryEnd, handler.HandlerStart, handler.HandlerEnd,
                    handler.FilterStart }.OfType<Instruction>());
        }

        return leaders;
    }

    private void Redirect(Dictionary<Instruction, Instruction> heads)
    {
        Instruction To(Instruction target) => target is not null && heads.TryGetValue(target, out var head) ? head : target!;
        foreach (var instruction in body.Instructions)
        {
            if (instruction.Operand is Instruction target)
                instruction.Operand = To(target);
            else if (instruction.Operand is Instruction[] targets)
                instruction.Operand = targets.Select(To).ToArray();
        }

        foreach (var handler in body.ExceptionHandlers)
        {
            handler.TryStart = To(handler.TryStart);
            handler.TryEnd = To(handler.TryEnd);
            handler.HandlerStart = To(handler.HandlerStart);
            handler.HandlerEnd = To(handler.HandlerEnd);
            handler.FilterStart = To(handler.FilterStart);
        }
    }

    private static bool IsCall(Instruction instruction) =>
        instruction.OpCode.Code is Code.Call or Code.Callvirt or Code.Newobj or Code.Calli;

    private static bool IsAllocation(Instruction instruction) => instruction.OpCode.Code is Code.Newobj or Code.Newarr or Code.Box;
}
