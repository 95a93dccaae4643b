package upstreamtest

import (
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func groupOperations() []operation {
	return []operation{
		reading("listGroups", invoke(upstream.GroupLister.ListGroups, fixed(upstream.GroupQuery{Limit: 10}))),
		writing("createGroup", invoke(upstream.GroupCreator.CreateGroup, func(b *Bench, texts []string) upstream.GroupDraft {
			return b.groupDraft(upstream.OnCreate, texts[0], 1)
		}), newGroup),
		reading("getGroup", invoke(upstream.GroupGetter.GetGroup, given(groupRef)), someGroup),
		writing("putGroup", invoke(upstream.GroupPutter.PutGroup, func(b *Bench, texts []string) upstream.GroupDraft {
			return b.groupDraft(upstream.OnPut, texts[0], 2)
		}), someGroup),
		writing("deleteGroup", invoke(upstream.GroupDeleter.DeleteGroup, given(groupRef)), someGroup),
		reading("listGroupMembers", invoke(upstream.GroupMemberLister.ListGroupMembers, given(func(texts []string) upstream.MemberQuery {
			return upstream.MemberQuery{GroupID: texts[0], Limit: 10}
		})), someGroup),
		writing("addGroupMember", invoke(upstream.GroupMemberAdder.AddGroupMember, given(memberRef)), groupToJoin, mover),
		writing("removeGroupMember", invoke(upstream.GroupMemberRemover.RemoveGroupMember, given(memberRef)), groupToLeave, mover),
		writing("addSubgroup", invoke(upstream.SubgroupAdder.AddSubgroup, given(subgroupRef)), outerGroup, groupToNest),
		writing("removeSubgroup", invoke(upstream.SubgroupRemover.RemoveSubgroup, given(subgroupRef)), outerGroup, nestedGroup),
	}
}

func groupRef(texts []string) upstream.GroupRef { return upstream.GroupRef{ID: texts[0]} }

func memberRef(texts []string) upstream.MemberRef {
	return upstream.MemberRef{GroupID: texts[0], UserID: texts[1]}
}

func subgroupRef(texts []string) upstream.SubgroupRef {
	return upstream.SubgroupRef{GroupID: texts[0], SubgroupID: texts[1]}
}
